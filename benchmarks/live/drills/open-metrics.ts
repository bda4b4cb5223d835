export type MetricLabels = Readonly<Record<string, string>>

/** One series: moments in Unix milliseconds, ascending. */
export interface MetricSeries {
  readonly name: string
  readonly labels: MetricLabels
  readonly samples: readonly (readonly [atMs: number, value: number])[]
}

/** Text as `promtool tsdb create-blocks-from openmetrics` takes it. Source: OpenMetrics 1.0. */
export function openMetricsText(series: readonly MetricSeries[]): string {
  return [...series.flatMap(linesOf), '# EOF', ''].join('\n')
}

function linesOf({ name, labels, samples }: MetricSeries): readonly string[] {
  const key = keyOf(name, labels)
  return samples.map(([atMs, value]) => `${key} ${value} ${atMs / 1000}`)
}

/** A series as it is written before its value. */
export function keyOf(name: string, labels: MetricLabels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`)
  return `${name}{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
}
