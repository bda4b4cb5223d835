import type { Rows } from '../../domain/telemetry-rows.ts'

export type MetricMeaning = Rows['series']['meaning']

// Metric names follow Prometheus and OpenTelemetry habits: subject, measured thing, unit. The first rule that matches decides, so
// the specific ones come first (an error ratio of requests is an error ratio, not a request rate).
const MEANINGS: readonly (readonly [RegExp, MetricMeaning])[] = [
  [/pressure|expir/, 'other'],
  [/restart/, 'restarts'],
  [/ready_?replicas|replicas_?(?:ready|available)|available_?replicas/, 'ready_replicas'],
  [/cfs_?throttl|cpu.{0,80}throttl/, 'cpu_throttled_ratio'],
  [
    /(?:error|fail(?:ed|ure)?|5xx|4xx|cancel(?:l?ed)?|reject(?:ed)?|throttl|timeout|retry|dropped|discarded|lost|unauthori[sz]ed)\w{0,80}_(?:ratio|rate|pct|percent)$/,
    'error_ratio',
  ],
  [/(?:ratio|rate|pct|percent)_of_(?:errors|failures)/, 'error_ratio'],
  [/(?:error|failure|panic|exception|oom_?kill|dead_?letter|dlq|timeout|throttle|rejected|5xx)\w{0,80}$/, 'errors_per_second'],
  [/(?:duration|latency|response_time|elapsed|wait|lag)\w{0,80}?_(?:ms|milliseconds|seconds|s)$|_p(?:50|90|95|99)(?:_ms)?$/, 'latency_ms'],
  [
    /(?:queue|backlog|pending|in_?flight|lag|depth|buffer|waiting|pool_(?:in_use|used|active)|connections?_(?:in_use|active|open))/,
    'queue_depth',
  ],
  [/cpu\w{0,80}_(?:ratio|pct|percent|utili[sz]ation)|cpu_utili/, 'cpu_ratio'],
  [/cpu\w{0,80}_(?:cores|seconds)/, 'cpu_cores'],
  [/(?:memory|mem|heap|rss|working_set)\w{0,80}_(?:ratio|pct|percent|utili[sz]ation)/, 'memory_ratio'],
  [/(?:memory|heap|rss|working_set)\w*/, 'memory_bytes'],
  // What a service asks of others is its own doing and no demand on it.
  [/(?:outgoing|outbound|client|upstream)_\w{0,80}(?:requests?|rps|qps|calls|rq)/, 'other'],
  [/(?:requests?|rps|qps|calls|messages|records|events|throughput|ops)\w{0,80}$/, 'requests_per_second'],
  [/(?:network|receive|transmit)\w{0,80}bytes/, 'network_bytes_per_second'],
  [/(?:cost|spend|usd|dollars|billing)/, 'cost'],
]

/** What a metric measures, judged by its name; `other` when no habit fits, which is common and not an error. */
export function meaningOf(metric: string): MetricMeaning {
  const name = metric.toLowerCase()
  return MEANINGS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
}
