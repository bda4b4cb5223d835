import { parseMap } from '../../../src/telemetry/snapshot/map-text.ts'
import { createCounters, type Counters } from './counters.ts'
import type { MetricLabels, MetricSeries } from './open-metrics.ts'
import { timeOf, type TableRow } from './read-table.ts'

/** The scrape of the collector, which keeps its own job and instance. */
export const COLLECTOR = { job: 'collector', instance: 'collector:8889' }

/** Upper bounds of both connectors unless somebody sets others (opentelemetry-collector-contrib, spanmetricsconnector and servicegraphconnector). */
const BOUNDS_MS = [2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1000, 1400, 2000, 5000, 10_000, 15_000]
const BOUNDS_SECONDS = BOUNDS_MS.map((bound) => bound / 1000)

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string
  readonly kind: string
  readonly name: string
  readonly service: string
  readonly namespace: string
  readonly endMs: number
  readonly durationMs: number
  readonly isError: boolean
  /** Whom a client calls, as it writes it. */
  readonly address: string
}

/**
 * What a collector makes of a drill's spans: span metrics, which know the Kubernetes namespace of a service, and the service graph, in which a call that no
 * server answered leads to the address (`virtual_node_peer_attributes: [server.address]`). A span counts when it ends. No spans give no series.
 */
export function spanSeries(rows: readonly TableRow[], scrapes: readonly number[]): readonly MetricSeries[] {
  const spans = rows.map(createSpanReader())
  const counters = createCounters(scrapes)
  for (const span of spans) countSpan(counters, span)
  countEdges(counters, spans)
  return counters.series()
}

/** The resource is on every row, so each is read once. */
function createSpanReader(): (row: TableRow) => Span {
  const resources = new Map<string, Readonly<Record<string, string>>>()
  const resourceOf = (text: string) => {
    const known = resources.get(text) ?? parseMap(text)
    resources.set(text, known)
    return known
  }
  return (row) => {
    const durationMs = Number(row('Duration')) / 1e6
    return {
      traceId: row('TraceId'),
      spanId: row('SpanId'),
      parentId: row('ParentSpanId'),
      kind: row('SpanKind'),
      name: row('SpanName'),
      service: row('ServiceName'),
      namespace: resourceOf(row('ResourceAttributes'))['k8s.namespace.name'] ?? '',
      endMs: timeOf(row('Timestamp')) + durationMs,
      durationMs,
      isError: row('StatusCode') === 'Error',
      address: isCaller(row('SpanKind')) ? (parseMap(row('SpanAttributes'))['server.address'] ?? '') : '',
    }
  }
}

function countSpan(counters: Counters, span: Span): void {
  const labels = {
    ...COLLECTOR,
    service_name: span.service,
    k8s_namespace_name: span.namespace,
    span_name: span.name,
    span_kind: `SPAN_KIND_${span.kind.toUpperCase()}`,
    status_code: span.isError ? 'STATUS_CODE_ERROR' : 'STATUS_CODE_UNSET',
  }
  counters.add('traces_span_metrics_calls_total', labels, { atMs: span.endMs, value: 1 })
  counters.observe('traces_span_metrics_duration_milliseconds', labels, { atMs: span.endMs, value: span.durationMs, bounds: BOUNDS_MS })
}

function countEdges(counters: Counters, spans: readonly Span[]): void {
  const servers = new Map(spans.filter(({ kind }) => !isCaller(kind)).map((span) => [`${span.traceId} ${span.parentId}`, span]))
  for (const caller of spans.filter(({ kind }) => isCaller(kind))) {
    const server = servers.get(`${caller.traceId} ${caller.spanId}`)
    if (server === undefined && caller.address === '') continue
    countEdge(counters, caller, server)
  }
}

function countEdge(counters: Counters, caller: Span, server: Span | undefined): void {
  const isFailed = caller.isError || server?.isError === true
  const labels: MetricLabels = {
    ...COLLECTOR,
    client: caller.service,
    client_k8s_namespace_name: caller.namespace,
    server: server?.service ?? caller.address,
    ...(server === undefined ? {} : { server_k8s_namespace_name: server.namespace }),
    connection_type: server === undefined ? 'virtual_node' : server.kind === 'Consumer' ? 'messaging_system' : '',
    failed: String(isFailed),
  }
  const atMs = Math.max(caller.endMs, server?.endMs ?? 0)
  counters.add('traces_service_graph_request_total', labels, { atMs, value: 1 })
  if (isFailed) counters.add('traces_service_graph_request_failed_total', labels, { atMs, value: 1 })
  const seconds = (span: Span) => ({ atMs, value: span.durationMs / 1000, bounds: BOUNDS_SECONDS })
  counters.observe('traces_service_graph_request_client_seconds', labels, seconds(caller))
  if (server !== undefined) counters.observe('traces_service_graph_request_server_seconds', labels, seconds(server))
}

function isCaller(kind: string): boolean {
  return kind === 'Client' || kind === 'Producer'
}
