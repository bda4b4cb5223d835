import { keyOf, type MetricLabels, type MetricSeries } from './open-metrics.ts'

/** One value that is counted, at a Unix millisecond. */
interface Counted {
  readonly atMs: number
  readonly value: number
}

/** Counters and histograms as a scraper sees them: cumulative, and not there before they first count. */
export interface Counters {
  /** Adds the value to a counter. */
  add(name: string, labels: MetricLabels, counted: Counted): void
  /** Puts the value into `name_bucket`, `name_sum` and `name_count`. `bounds`: upper ones, ascending, without the infinite one. */
  observe(name: string, labels: MetricLabels, counted: Counted & { readonly bounds: readonly number[] }): void
  series(): readonly MetricSeries[]
}

/** What was gained between one scrape and the next, by the number of the scrape. */
type Gained = number[]

interface Metric {
  readonly name: string
  readonly labels: MetricLabels
  /** The counter itself, or by bucket, the infinite one last, then the sum. */
  readonly parts: readonly Gained[]
  readonly bounds: readonly number[] | null
}

/** `scrapes`: Unix milliseconds, at equal distances. What is counted after the last is never seen. */
export function createCounters(scrapes: readonly number[]): Counters {
  const metrics = new Map<string, Metric>()
  const [firstMs = 0, secondMs = 1] = scrapes

  function metricOf(name: string, labels: MetricLabels, bounds: readonly number[] | null): Metric {
    const key = keyOf(name, labels)
    const known = metrics.get(key)
    if (known !== undefined) return known
    const parts = Array.from({ length: bounds === null ? 1 : bounds.length + 2 }, (): Gained => [])
    const metric = { name, labels, parts, bounds }
    metrics.set(key, metric)
    return metric
  }

  function gain(gained: Gained | undefined, atMs: number, by: number): void {
    const scrape = Math.max(0, Math.ceil((atMs - firstMs) / (secondMs - firstMs)))
    if (gained !== undefined && scrape < scrapes.length) gained[scrape] = (gained[scrape] ?? 0) + by
  }

  return {
    add: (name, labels, { atMs, value }) => gain(metricOf(name, labels, null).parts[0], atMs, value),
    observe(name, labels, { atMs, value, bounds }) {
      const { parts } = metricOf(name, labels, bounds)
      for (const [index, part] of parts.entries())
        gain(part, atMs, index === bounds.length + 1 ? value : Number(value <= (bounds[index] ?? Number.POSITIVE_INFINITY)))
    },
    series: () => [...metrics.values()].flatMap((metric) => seriesOf(metric, scrapes)),
  }
}

function seriesOf({ name, labels, parts, bounds }: Metric, scrapes: readonly number[]): readonly MetricSeries[] {
  const samples = parts.map((gained) => cumulative(gained, scrapes))
  if (bounds === null) return [{ name, labels, samples: samples[0] ?? [] }]
  const upper = [...bounds.map(String), '+Inf']
  return [
    ...upper.map((le, index) => ({ name: `${name}_bucket`, labels: { ...labels, le }, samples: samples[index] ?? [] })),
    { name: `${name}_count`, labels, samples: samples[bounds.length] ?? [] },
    { name: `${name}_sum`, labels, samples: samples[bounds.length + 1] ?? [] },
  ]
}

function cumulative(gained: readonly (number | undefined)[], scrapes: readonly number[]): MetricSeries['samples'] {
  const born = gained.findIndex((value) => value !== undefined)
  if (born < 0) return []
  let total = 0
  return scrapes.slice(born).map((atMs, index) => {
    total += gained[born + index] ?? 0
    return [atMs, total] as const
  })
}
