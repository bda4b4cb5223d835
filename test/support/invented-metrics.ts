import type { TimeWindow } from '../../src/domain/time-window.ts'

// A small invented shop as its metrics tell of it: an hour, of which the last twenty minutes are a fault of `payments`. Names and labels as the exporters write
// them (OpenTelemetry span metrics and service graph, cAdvisor, kube-state-metrics, Prometheus' own).

/** Seconds between two samples. */
const INTERVAL_SECONDS = 15
const MINUTES = 60
/** Minute from which `payments` fails. */
export const FAULT_MINUTE = 40
/** Calls per second that users make. */
const RATE = 4
/** Upper edges of the buckets in milliseconds. */
const BOUNDS = [10, 50, 100, 500, 1000, 5000]

type Labels = Readonly<Record<string, string>>

interface Series {
  readonly name: string
  readonly labels: Labels
  /** The value at so many seconds after the beginning; null where there is none. */
  readonly valueAt: (second: number) => number | null
}

const FAULT_SECONDS = FAULT_MINUTE * 60
const COLLECTOR = { job: 'collector', instance: '10.1.0.2:8889' }

function before(second: number): number {
  return Math.min(second, FAULT_SECONDS)
}

function during(second: number): number {
  return Math.max(0, second - FAULT_SECONDS)
}

/** A service whose calls all take `usualMs`, and `slowMs` during the fault, of which `failing` (0 to 1) fail then. */
interface Shape {
  readonly service: string
  readonly usualMs: number
  readonly slowMs: number
  readonly failing: number
}

const SHAPES: readonly Shape[] = [
  { service: 'storefront', usualMs: 80, slowMs: 900, failing: 0.25 },
  { service: 'payments', usualMs: 40, slowMs: 800, failing: 0.25 },
  { service: 'catalog', usualMs: 8, slowMs: 8, failing: 0 },
]

function counted(name: string, labels: Labels, shares: Readonly<Record<'usual' | 'failing', number>>): Series {
  const valueAt = (second: number) => {
    const value = Math.floor(RATE * (shares.usual * before(second) + shares.failing * during(second)))
    // A counter of failures is not there before the first one.
    return value === 0 && shares.usual === 0 ? null : value
  }
  return { name, labels, valueAt }
}

function histogram(
  name: string,
  labels: Labels,
  { usual, slow, bounds }: { readonly usual: number; readonly slow: number; readonly bounds: readonly number[] },
): Series[] {
  return [...bounds, Infinity].map((bound) => ({
    name: `${name}_bucket`,
    labels: { ...labels, le: bound === Infinity ? '+Inf' : String(bound) },
    valueAt: (second: number) => Math.floor(RATE * ((usual <= bound ? before(second) : 0) + (slow <= bound ? during(second) : 0))),
  }))
}

function spanMetrics({ service, usualMs, slowMs, failing }: Shape): Series[] {
  const own = { ...COLLECTOR, service_name: service, k8s_namespace_name: 'shop', span_kind: 'SPAN_KIND_SERVER', span_name: 'serve' }
  const inner = { ...own, span_kind: 'SPAN_KIND_INTERNAL', span_name: 'inner', status_code: 'STATUS_CODE_UNSET' }
  const failed = { ...own, status_code: 'STATUS_CODE_ERROR' }
  return [
    counted('traces_span_metrics_calls_total', { ...own, status_code: 'STATUS_CODE_UNSET' }, { usual: 1, failing: 1 - failing }),
    counted('traces_span_metrics_calls_total', inner, { usual: 5, failing: 5 }),
    ...(failing > 0 ? [counted('traces_span_metrics_calls_total', failed, { usual: 0, failing })] : []),
    ...histogram('traces_span_metrics_duration_milliseconds', own, { usual: usualMs, slow: slowMs, bounds: BOUNDS }),
  ]
}

function edge(client: string, { service, usualMs, slowMs, failing }: Shape): Series[] {
  const own = { ...COLLECTOR, client, server: service, connection_type: '' }
  const seconds = { usual: usualMs / 1000, slow: slowMs / 1000, bounds: BOUNDS.map((bound) => bound / 1000) }
  return [
    counted('traces_service_graph_request_total', own, { usual: 1, failing: 1 }),
    ...(failing > 0 ? [counted('traces_service_graph_request_failed_total', own, { usual: 0, failing })] : []),
    ...histogram('traces_service_graph_request_client_seconds', own, seconds),
    ...histogram('traces_service_graph_request_server_seconds', own, seconds),
  ]
}

function constant(name: string, labels: Labels, value: number): Series {
  return { name, labels, valueAt: () => value }
}

function pod(service: string): Series[] {
  const own = { namespace: 'shop', pod: `${service}-6d5f8c7b9-x2x4z`, container: 'main' }
  const isBroken = service === 'payments'
  return [
    { name: 'container_cpu_usage_seconds_total', labels: own, valueAt: (second) => second * 0.1 },
    { name: 'container_memory_working_set_bytes', labels: own, valueAt: (second) => (isBroken && during(second) > 0 ? 240e6 : 120e6) },
    constant('kube_pod_container_resource_limits', { ...own, resource: 'memory', unit: 'byte' }, 256e6),
    {
      name: 'kube_pod_container_status_restarts_total',
      labels: own,
      valueAt: (second) => (isBroken ? Math.floor(during(second) / 301) : 0),
    },
    {
      name: 'kube_deployment_status_replicas_ready',
      labels: { namespace: 'shop', deployment: service },
      valueAt: (second) => (isBroken && during(second) > 600 ? 0 : 1),
    },
  ]
}

function alert(from: Date): Series[] {
  const labels = { alertname: 'PaymentsFail', service_name: 'payments', k8s_namespace_name: 'shop', severity: 'page' }
  const active = (second: number, value: number) => (during(second) > 120 && during(second) < 900 ? value : null)
  return [
    { name: 'ALERTS', labels: { ...labels, alertstate: 'firing' }, valueAt: (second) => active(second, 1) },
    { name: 'ALERTS_FOR_STATE', labels, valueAt: (second) => active(second, from.getTime() / 1000 + FAULT_SECONDS + 60) },
  ]
}

/** The hour that begins at a moment (UTC). */
export function hourFrom(start: Date): TimeWindow {
  return { start, end: new Date(start.getTime() + MINUTES * 60_000) }
}

const SHOP: readonly Series[] = [
  ...SHAPES.flatMap(spanMetrics),
  ...SHAPES.slice(1).flatMap((shape) => edge('storefront', shape)),
  ...edge('user', { service: 'storefront', usualMs: 80, slowMs: 900, failing: 0.25 }),
  ...SHAPES.flatMap(({ service }) => pod(service)),
  {
    name: 'up',
    labels: { job: 'payments', instance: '10.1.0.9:8080', namespace: 'shop', service: 'payments' },
    valueAt: (second) => (during(second) > 300 ? 0 : 1),
  },
  constant('up', { job: 'catalog', instance: '10.1.0.8:8080', namespace: 'shop', service: 'catalog' }, 1),
]

/** The shop's samples in the text format of Prometheus (times in milliseconds) or OpenMetrics (in seconds, with its end mark). */
export function shopMetrics(from: Date, format: 'prometheus' | 'openmetrics'): string {
  const times = Array.from({ length: (MINUTES * 60) / INTERVAL_SECONDS }, (_, index) => index * INTERVAL_SECONDS)
  const lines = [...SHOP, ...alert(from)].flatMap(({ name, labels, valueAt }) => {
    const written = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
    return times.flatMap((second) => {
      const value = valueAt(second)
      const at = from.getTime() / 1000 + second
      return value === null ? [] : [`${name}{${written.join(',')}} ${value} ${format === 'openmetrics' ? at : at * 1000}`]
    })
  })
  return [...lines, ...(format === 'openmetrics' ? ['# EOF'] : []), ''].join('\n')
}
