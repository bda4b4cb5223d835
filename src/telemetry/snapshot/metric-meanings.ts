import type { Rows } from '../../domain/telemetry-rows.ts'

type Meaning = Rows['series']['meaning']

/** How the samples of a metric become one series of an entity. */
export interface MetricReading {
  /** `rate` is the increase of a counter per second, `increase` the increase per step; resets count from zero. */
  readonly statistic: 'value' | 'rate' | 'increase'
  readonly meaning: Meaning
  /**
   * How series of one container become one: `max` where several only exist because a restart renamed them, `sum` where they are
   * parts of a whole. Containers of a pod are always added up.
   */
  readonly combine: 'sum' | 'max'
}

const UNKNOWN: MetricReading = { statistic: 'value', meaning: 'other', combine: 'sum' }

// Names as the exporters document them: cAdvisor, kube-state-metrics and its recording rules, OpenTelemetry. First match wins.
const METRICS: readonly (readonly [pattern: RegExp, reading: MetricReading])[] = [
  [/^container_cpu_usage_seconds_total$/, { statistic: 'rate', meaning: 'cpu_cores', combine: 'max' }],
  [/^container_memory_working_set_bytes$/, { statistic: 'value', meaning: 'memory_bytes', combine: 'max' }],
  [/^container_cpu_cfs_\w*periods_total$/, { statistic: 'rate', meaning: 'other', combine: 'max' }],
  [/^container_memory_\w*(?:_bytes|rss|cache|swap)$/, { statistic: 'value', meaning: 'other', combine: 'max' }],
  [/^container_network_\w+_bytes_total$/, { statistic: 'rate', meaning: 'network_bytes_per_second', combine: 'sum' }],
  [/^kube_pod_container_status_restarts_total$/, { statistic: 'increase', meaning: 'restarts', combine: 'sum' }],
  [/^kube_\w+_status_(?:replicas_ready|ready_replicas|number_ready)$/, { statistic: 'value', meaning: 'ready_replicas', combine: 'sum' }],
  [/(?:queue_(?:depth|size|length)|consumer_lag|records_lag(?:_max)?)$/, { statistic: 'value', meaning: 'queue_depth', combine: 'max' }],
  [/(?:_cost|_spend)(?:_|$)/, { statistic: 'value', meaning: 'cost', combine: 'sum' }],
  [/(?:_total|_count|_sum)$/, { statistic: 'rate', meaning: 'other', combine: 'sum' }],
]

/** How to read a metric by its name. Never fails: an unknown one is a plain value of meaning `other`. */
export function metricReading(metric: string): MetricReading {
  return METRICS.find(([pattern]) => pattern.test(metric))?.[1] ?? UNKNOWN
}
