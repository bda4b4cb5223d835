import type { Labels } from '../../identity/telemetry-labels.ts'
import type { Counted, Histogram } from './families/family.ts'

/** `metric{matchers}`; several lists of matchers are one. */
export function selector(metric: string, ...matchers: readonly string[]): string {
  const said = matchers.filter((matcher) => matcher !== '')
  return said.length === 0 ? metric : `${metric}{${said.join(',')}}`
}

/** One vector of several that may share all their labels: each part is marked by a label `part`. */
export function parts(expressions: Readonly<Record<string, string>>): string {
  return Object.entries(expressions)
    .map(([part, expression]) => `label_replace(${expression}, "part", "${part}", "", "")`)
    .join(' or ')
}

interface Grouping {
  readonly by: readonly string[]
  /** Range of the rate, in seconds. */
  readonly range: number
}

/** Requests per second of one group, as a person would ask for it. */
export function rateOfGroup({ counter, only }: Counted, labels: Labels, range: number): string {
  return `sum(rate(${selector(counter, matching(labels), only)}[${range}s]))`
}

/** Matchers of exactly these values. */
export function matching(labels: Labels): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')
}

/**
 * Requests and failed requests per second of each group, in the parts `all`, `all_born`, `failed` and `failed_born`. `rate` takes the first sample of a series
 * for its beginning and so loses what a counter was born with: the first failures of a service that never failed. The `born` parts add the first sample of
 * each series that appeared while the place it came from was being looked at; of one that was not, nobody knows when it counted what it shows.
 * The part `early` has a value where nothing was counted a range before: a rate over less than its range is too low.
 */
export function countParts(family: Counted, grouping: Grouping): string {
  const all = selector(family.counter, family.only)
  const failed = family.failures.any.map((matcher) =>
    selector(family.failures.counter ?? family.counter, family.failures.counter === null ? family.only : '', matcher),
  )
  return parts({
    all: rateOf([all], grouping),
    all_born: bornOf([all], all, grouping),
    failed: rateOf(failed, grouping),
    failed_born: bornOf(failed, all, grouping),
    early: `absent(${all} offset ${grouping.range}s)`,
  })
}

function rateOf(selectors: readonly string[], { by, range }: Grouping): string {
  return `sum by (${by.join(', ')}) (${selectors.map((one) => `rate(${one}[${range}s])`).join(' or ')})`
}

/** Labels of the place that counts, besides those of whom it counts. */
const PLACE = ['job', 'instance']

function bornOf(selectors: readonly string[], seen: string, { by, range }: Grouping): string {
  const born = selectors.map((one) => `(min_over_time(${one}[${range}s]) unless ${one} offset ${range}s)`).join(' or ')
  const place = [...new Set([...PLACE, ...by])].join(', ')
  return `sum by (${by.join(', ')}) ((${born}) and on (${place}) ${seen} offset ${range}s) / ${range}`
}

/** Quantiles that rows hold, by the name of their part. */
const QUANTILES = { p50: 0.5, p95: 0.95 }

/** Quantiles of each group in the unit of the histogram, in the parts `p50` and `p95`. `isNative`: its buckets are not series of their own. */
export function quantileParts({ metric, only }: Histogram, { by, range }: Grouping, isNative: boolean): string {
  const buckets = isNative
    ? `sum by (${by.join(', ')}) (rate(${selector(metric, only)}[${range}s]))`
    : `sum by (${['le', ...by].join(', ')}) (rate(${selector(`${metric}_bucket`, only)}[${range}s]))`
  return parts(
    Object.fromEntries(Object.entries(QUANTILES).map(([part, quantile]) => [part, `histogram_quantile(${quantile}, ${buckets})`])),
  )
}
