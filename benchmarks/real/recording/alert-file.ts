import type { RangeAnswer } from './metric-file.ts'

/** A rule of the company's Prometheus, with what it says to people. */
export interface AlertRule {
  readonly alert: string
  readonly expr: string
  readonly forSeconds: number
  readonly severity: string
  readonly summary: string
}

/** The rules of a company that watches what its users feel. None of them names a server. */
export const ALERT_RULES: readonly AlertRule[] = [
  {
    alert: 'HighErrorRatio',
    expr: 'sum by (job) (rate(http_requests_total{code=~"5.."}[1m])) / sum by (job) (rate(http_requests_total[1m])) > 0.1',
    forSeconds: 30,
    severity: 'page',
    summary: 'More than a tenth of the requests fail',
  },
  {
    alert: 'SlowRequests',
    expr: 'histogram_quantile(0.95, sum by (job, le) (rate(http_request_duration_seconds_bucket[1m]))) > 1',
    forSeconds: 30,
    severity: 'page',
    summary: 'One request of twenty takes more than a second',
  },
  { alert: 'JobsFail', expr: 'sum by (job) (rate(jobs_failed_total[1m])) > 0.1', forSeconds: 30, severity: 'page', summary: 'Jobs fail' },
  { alert: 'InstanceDown', expr: 'up == 0', forSeconds: 20, severity: 'ticket', summary: 'The program does not answer its scrape' },
]

/** Times without a sample after which a series of ALERTS is over. */
const GAP_STEPS = 1.5

/**
 * `alert.json`: each firing of the range of `ALERTS{alertstate="firing"}`, by time; one that has no sample in the last step was resolved. Empty: nothing fired.
 * `stepSeconds`: the step that was asked for.
 */
export function alertFile(
  answer: RangeAnswer,
  { endAt, stepSeconds }: { readonly endAt: Date; readonly stepSeconds: number },
): readonly Firing[] {
  const firings = answer.data.result.flatMap(({ metric, values }) =>
    spansOf(
      values.map(([seconds]) => seconds),
      stepSeconds,
    ).map(([from, to]): Firing => {
      const name = metric['alertname'] ?? 'alert'
      const isOver = endAt.getTime() / 1000 - to > stepSeconds * GAP_STEPS
      return {
        service: metric['job'] ?? 'unknown',
        monitor: name,
        severity: metric['severity'] ?? 'unknown',
        summary: ALERT_RULES.find(({ alert }) => alert === name)?.summary ?? name,
        fired_at: new Date(from * 1000).toISOString(),
        resolved_at: isOver ? new Date((to + stepSeconds) * 1000).toISOString() : null,
      }
    }),
  )
  return firings.toSorted((a, b) => a.fired_at.localeCompare(b.fired_at))
}

/** One alert as an incident folder holds it; times are UTC. */
export interface Firing {
  readonly service: string
  readonly monitor: string
  readonly severity: string
  readonly summary: string
  readonly fired_at: string
  readonly resolved_at: string | null
}

function spansOf(moments: readonly number[], stepSeconds: number): readonly (readonly [from: number, to: number])[] {
  return moments.reduce<(readonly [number, number])[]>((spans, at) => {
    const last = spans.at(-1)
    if (last !== undefined && at - last[1] <= stepSeconds * GAP_STEPS) return [...spans.slice(0, -1), [last[0], at]]
    return [...spans, [at, at]]
  }, [])
}
