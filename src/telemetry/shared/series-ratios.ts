import type { MetricMeaning } from './metric-meaning.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'

type SeriesRow = Rows['series']

interface Ratio {
  readonly metric: string
  readonly meaning: MetricMeaning
  readonly part: RegExp
  readonly whole: RegExp
}

// What a pod uses of what it may use, and how often it was stopped for using more.
const RATIOS: readonly Ratio[] = [
  {
    metric: 'container_cpu_usage_seconds_total / limit',
    meaning: 'cpu_ratio',
    part: /^container_cpu_usage_seconds_total rate$/,
    whole: /pod_cpu:\w+:kube_pod_container_resource_limits|^kube_pod_container_resource_limits cpu$/,
  },
  {
    metric: 'container_memory_working_set_bytes / limit',
    meaning: 'memory_ratio',
    part: /^container_memory_working_set_bytes$/,
    whole:
      /pod_memory:\w+:kube_pod_container_resource_limits|^kube_pod_container_resource_limits memory$|^container_spec_memory_limit_bytes$/,
  },
  {
    metric: 'container_cpu_cfs_throttled_periods_total / periods',
    meaning: 'cpu_throttled_ratio',
    part: /^container_cpu_cfs_throttled_periods_total rate$/,
    whole: /^container_cpu_cfs_periods_total rate$/,
  },
]

/** Ratios (0 to 1 and above) of series of the same entity. An entity without a limit has none: nothing is said about it. */
export function deriveRatios(rows: readonly SeriesRow[]): SeriesRow[] {
  const entities = Map.groupBy(rows, ({ entity }) => entity)
  return [...entities.values()].flatMap((own) => RATIOS.flatMap((ratio) => deriveRatio(own, ratio)))
}

function deriveRatio(rows: readonly SeriesRow[], { metric, meaning, part, whole }: Ratio): SeriesRow[] {
  const numerator = rows.find((row) => part.test(row.metric))
  const denominator = rows.find((row) => whole.test(row.metric) && row.stepSeconds === numerator?.stepSeconds)
  if (!numerator || !denominator) return []
  const values = numerator.values.map((value, step) => divide(value, denominator.values[step] ?? null))
  return values.every((value) => value === null) ? [] : [{ ...numerator, metric, meaning, values }]
}

function divide(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : part / whole
}
