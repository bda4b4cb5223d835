import { describe, expect, it } from 'vitest'
import { alertRules, alertSeries } from '../../../benchmarks/live/drills/alert-series.ts'
import { openMetricsText, type MetricSeries } from '../../../benchmarks/live/drills/open-metrics.ts'
import { podSeries } from '../../../benchmarks/live/drills/pod-series.ts'
import { spanSeries } from '../../../benchmarks/live/drills/span-series.ts'

const SCRAPES = [0, 30_000, 60_000]

type Cells = Readonly<Record<string, string>>

function row(cells: Cells) {
  return (column: string) => cells[column] ?? ''
}

function span(cells: Cells) {
  const ResourceAttributes = `{'k8s.namespace.name': 'shop', 'service.name': '${cells['ServiceName'] ?? ''}'}`
  return row({ TraceId: 't', Timestamp: '1970-01-01 00:00:20.000', Duration: '5000000', StatusCode: 'Unset', ResourceAttributes, ...cells })
}

function found(series: readonly MetricSeries[], name: string, labels: Cells): readonly MetricSeries[] {
  return series.filter((one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value))
}

describe('benchmarks/live/drills', () => {
  it('counts a span from the first scrape after its end, and shows no series before', () => {
    const series = spanSeries([span({ SpanId: 'a', SpanKind: 'Server', ServiceName: 'cart', StatusCode: 'Error' })], SCRAPES)
    const [calls, ...others] = found(series, 'traces_span_metrics_calls_total', { service_name: 'cart', k8s_namespace_name: 'shop' })
    expect(others).toEqual([])
    expect(calls).toMatchObject({ labels: { span_kind: 'SPAN_KIND_SERVER', status_code: 'STATUS_CODE_ERROR' } })
    expect(calls?.samples).toEqual([
      [30_000, 1],
      [60_000, 1],
    ])
  })

  it('puts a duration into every bucket that it fits', () => {
    const series = spanSeries([span({ SpanId: 'a', SpanKind: 'Server', ServiceName: 'cart' })], SCRAPES)
    const bucket = (le: string) => found(series, 'traces_span_metrics_duration_milliseconds_bucket', { le })[0]?.samples.at(-1)?.[1]
    expect([bucket('4'), bucket('6'), bucket('+Inf')]).toEqual([0, 1, 1])
  })

  it('leads an edge to the server that answered, and to the address where none did', () => {
    const SpanAttributes = "{'server.address': 'pay.shop'}"
    const spans = [
      span({ SpanId: 'a', SpanKind: 'Client', ServiceName: 'cart', SpanAttributes }),
      span({ SpanId: 'b', ParentSpanId: 'a', SpanKind: 'Server', ServiceName: 'payments' }),
      span({ SpanId: 'c', SpanKind: 'Client', ServiceName: 'cart', SpanAttributes, StatusCode: 'Error' }),
    ]
    const edges = found(spanSeries(spans, SCRAPES), 'traces_service_graph_request_total', { client: 'cart' })
    expect(edges.map(({ labels }) => [labels['server'], labels['connection_type'], labels['failed']])).toEqual([
      ['payments', '', 'false'],
      ['pay.shop', 'virtual_node', 'true'],
    ])
  })

  it('takes a sample that is there twice once, and adds what a rule of kube-prometheus was made of', () => {
    const name = 'cluster:namespace:pod_memory:active:kube_pod_container_resource_limits'
    const twice = row({ tags: `{'__name__': '${name}', 'pod': 'cart-1'}`, timestamp: '1970-01-01 00:00:30.000', value: '64.0' })
    expect(podSeries([twice, twice])).toEqual([
      { name, labels: { pod: 'cart-1' }, samples: [[30_000, 64]] },
      { name: 'kube_pod_container_resource_limits', labels: { pod: 'cart-1', resource: 'memory' }, samples: [[30_000, 64]] },
    ])
  })

  it('keeps an alert while it fired, and its words as those of a rule', () => {
    const alert = {
      locator: 'a',
      name: 'Failing',
      entity: null,
      state: 'resolved',
      labels: { alertname: 'Failing', service_name: 'cart' },
      summary: 'Requests to cart fail',
      startsAt: new Date(20_000),
      endsAt: new Date(40_000),
      value: null,
    } as const
    expect(alertSeries([alert], SCRAPES).map(({ name, samples }) => [name, samples])).toEqual([
      ['ALERTS', [[30_000, 1]]],
      ['ALERTS_FOR_STATE', [[30_000, 20]]],
    ])
    expect(alertRules([alert])).toContain('Requests to {{ $labels.service_name }} fail')
  })

  it('writes what OpenMetrics asks for', () => {
    const labels = { path: 'C:\\x', said: 'a "b"\nc' }
    expect(openMetricsText([{ name: 'up', labels, samples: [[1500, 1]] }])).toBe('up{path="C:\\\\x",said="a \\"b\\"\\nc"} 1 1.5\n# EOF\n')
  })
})
