import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import type { MetricSeries } from './open-metrics.ts'

type Alert = Rows['alerts']

/** What a Prometheus keeps of its alerts, at each scrape at which one was firing (Prometheus documentation, "Alerting rules"). */
export function alertSeries(alerts: readonly Alert[], scrapes: readonly number[]): readonly MetricSeries[] {
  return alerts.flatMap((alert) => {
    const { alertstate: _state, ...labels } = alert.labels
    const endMs = alert.endsAt?.getTime() ?? Number.POSITIVE_INFINITY
    const moments = scrapes.filter((atMs) => atMs >= alert.startsAt.getTime() && atMs <= endMs)
    return [
      { name: 'ALERTS', labels: { ...labels, alertstate: 'firing' }, samples: moments.map((atMs) => [atMs, 1] as const) },
      { name: 'ALERTS_FOR_STATE', labels, samples: moments.map((atMs) => [atMs, alert.startsAt.getTime() / 1000] as const) },
    ]
  })
}

/** Rules with the words of these alerts, which are quiet now. YAML, by way of JSON. */
export function alertRules(alerts: readonly Alert[]): string {
  const rules = [...new Map(alerts.map((alert) => [alert.name, alert])).values()].map((alert) => ({
    alert: alert.name,
    expr: 'vector(0) > 1',
    annotations: { summary: templateOf(alert) },
  }))
  return JSON.stringify({ groups: [{ name: 'drill', interval: '1s', rules }] })
}

/** The summary with the values of labels put back as `{{ $labels.name }}`. */
function templateOf({ summary, labels }: Alert): string {
  const values = Object.entries(labels).filter(([label, value]) => label !== 'alertname' && value.length > 2)
  return values
    .toSorted(([, a], [, b]) => b.length - a.length)
    .reduce((text, [label, value]) => (text.includes('{{') ? text : text.replace(value, () => `{{ $labels.${label} }}`)), summary)
}
