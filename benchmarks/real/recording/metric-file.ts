import { z } from 'zod'

/** What Prometheus answers to `query_range` (https://prometheus.io/docs/prometheus/latest/querying/api/#range-vectors): seconds, and values as text. */
export const rangeAnswer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
})
export type RangeAnswer = z.infer<typeof rangeAnswer>

/** Labels that say where a series was scraped, not what it measures. */
const PLACE = new Set(['job', 'instance', '__name__', 'device', 'fstype'])
const HEAD = 'timestamp,service,metric,value'

/**
 * `metrics.csv`: one line for each sample, of each metric that was asked for. Labels that tell series of one job apart stand behind the name of the metric,
 * as `name{key="value"}`. What is no number (Prometheus writes NaN for 0/0) is no sample.
 */
export function metricFile(answers: readonly { readonly metric: string; readonly answer: RangeAnswer }[]): string {
  const rows = answers.flatMap(({ metric, answer }) =>
    answer.data.result.flatMap(({ metric: labels, values }) => {
      const name = nameOf(metric, labels)
      return values
        .filter(([, value]) => Number.isFinite(Number(value)))
        .map(([seconds, value]) => [new Date(seconds * 1000).toISOString(), labels['job'] ?? 'unknown', name, shortNumber(value)])
    }),
  )
  return `${[HEAD, ...rows.map((cells) => cells.map(quoted).join(','))].join('\n')}\n`
}

function nameOf(metric: string, labels: Readonly<Record<string, string>>): string {
  const own = Object.entries(labels).filter(([key]) => !PLACE.has(key))
  return own.length === 0 ? metric : `${metric}{${own.map(([key, value]) => `${key}="${value}"`).join(',')}}`
}

/** Six digits are what a chart shows; more only fill the file. */
function shortNumber(value: string): string {
  return String(Number(Number(value).toPrecision(6)))
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
