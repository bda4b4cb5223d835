import type { Labels } from '../../../identity/telemetry-labels.ts'
import { byLabel, renamed, type Failures, type Histogram, type ServedFamily } from './family.ts'

/** What OpenTelemetry puts on every series of a service; the collector's own job, pod and namespace are not the service's. */
export const OTEL_LABELS = [
  'service_name',
  'service_namespace',
  'k8s_namespace_name',
  'k8s_deployment_name',
  'k8s_statefulset_name',
  'k8s_daemonset_name',
]
/** The same for metrics of an SDK, whose `job` is `<service.namespace>/<service.name>`. */
export const SDK_LABELS = [...OTEL_LABELS, 'exported_job', 'job']

const SPAN_FAILED: Failures = {
  counter: null,
  any: ['status_code=~"(STATUS_CODE_)?ERROR"', 'otel_status_code="ERROR"'],
  told: ['status_code!=""', 'otel_status_code!=""'],
}
const SERVING_SPANS = 'span_kind=~"(SPAN_KIND_)?(SERVER|CONSUMER)"'
/** Codes that are a server's fault (OpenTelemetry, "Semantic conventions for gRPC"). */
const GRPC_FAILED = 'UNKNOWN|DEADLINE_EXCEEDED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS'
const GRPC_FAILED_NUMBERS = '2|4|12|13|14|15'
const GRPC_FAILED_WORDS = 'Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss'

const HTTP_FAILED: Failures = {
  counter: null,
  any: ['http_response_status_code=~"5.."', 'error_type!=""'],
  told: ['http_response_status_code!=""', 'error_type!=""'],
}

// What the connector calls its metrics depends on its namespace, unit and feature gates (opentelemetry-collector-contrib, connector/spanmetricsconnector);
// OBI and Tempo write the same with one underscore less, in seconds.
const SPAN_METRICS: readonly (readonly [counter: string, name: string, durations: readonly Pick<Histogram, 'metric' | 'unit'>[]])[] = [
  ['traces_span_metrics_calls_total', 'span metrics of the OpenTelemetry collector', withUnits('traces_span_metrics_duration')],
  ['traces_spanmetrics_calls_total', 'span metrics of Tempo or OBI', [{ metric: 'traces_spanmetrics_latency', unit: 's' }]],
  ['calls_total', 'span metrics of the OpenTelemetry collector', withUnits('duration')],
]

function withUnits(metric: string): readonly Pick<Histogram, 'metric' | 'unit'>[] {
  return [
    { metric: `${metric}_milliseconds`, unit: 'ms' },
    { metric: `${metric}_seconds`, unit: 's' },
  ]
}

function spanMetrics([counter, name, durations]: (typeof SPAN_METRICS)[number]): ServedFamily {
  const only = SERVING_SPANS
  return {
    name,
    source: 'opentelemetry-collector-contrib connector/spanmetricsconnector; grafana/tempo metrics-generator; OBI docs',
    counter,
    only,
    failures: SPAN_FAILED,
    isFlushed: true,
    by: [...OTEL_LABELS, 'service'],
    durations: durations.map((histogram) => ({ ...histogram, only })),
    // Of a scraped collector `service` is the Service in front of the collector; only Tempo and OBI mean the traced service by it.
    service: (labels) => (labels['service_name'] === undefined ? labels : { ...labels, service: '' }),
  }
}

interface Sdk {
  readonly name: string
  readonly histogram: string
  readonly unit: 'ms' | 's'
  readonly failures: Failures
}

const SDKS: readonly Sdk[] = [
  { name: 'OpenTelemetry HTTP servers', histogram: 'http_server_request_duration_seconds', unit: 's', failures: HTTP_FAILED },
  {
    name: 'OpenTelemetry HTTP servers (old convention)',
    histogram: 'http_server_duration_milliseconds',
    unit: 'ms',
    failures: byLabel('http_status_code', '5..'),
  },
  {
    name: 'OpenTelemetry RPC servers',
    histogram: 'rpc_server_call_duration_seconds',
    unit: 's',
    failures: byLabel('rpc_response_status_code', GRPC_FAILED),
  },
  {
    name: 'OpenTelemetry RPC servers (old convention)',
    histogram: 'rpc_server_duration_milliseconds',
    unit: 'ms',
    failures: byLabel('rpc_grpc_status_code', GRPC_FAILED_NUMBERS),
  },
  {
    name: 'OpenTelemetry RPC servers (old convention)',
    histogram: 'rpc_server_duration_seconds',
    unit: 's',
    failures: byLabel('rpc_grpc_status_code', GRPC_FAILED_NUMBERS),
  },
]

function sdkServer({ name, histogram, unit, failures }: Sdk): ServedFamily {
  const source = 'OpenTelemetry semantic conventions for HTTP and RPC metrics, old and stable'
  return {
    name,
    source,
    counter: `${histogram}_count`,
    only: '',
    failures,
    by: SDK_LABELS,
    durations: [{ metric: histogram, only: '', unit }],
  }
}

const ISTIO_CALLEE = [
  'destination_workload',
  'destination_workload_namespace',
  'destination_service_name',
  'destination_service_namespace',
  'destination_canonical_service',
]
export const ISTIO_FAILED: Failures = {
  counter: null,
  any: ['response_code=~"5..|0"', 'grpc_response_status=~"2|4|12|13|14|15"'],
  told: ['response_code!=""'],
}

/** Who was called, of an Istio series: its workload, or the Service that was asked for where there was none. */
export function istioCallee(labels: Labels): Labels {
  const isPlaced = !['', 'unknown', undefined].includes(labels['destination_workload'])
  if (isPlaced) return renamed(labels, { namespace: 'destination_workload_namespace', workload: 'destination_workload' })
  return renamed(labels, { namespace: 'destination_service_namespace', service: 'destination_service_name' })
}

function istioServer(reporter: 'destination' | 'source', name: string): ServedFamily {
  const only = `reporter="${reporter}"`
  return {
    name,
    source: 'Istio standard metrics',
    counter: 'istio_requests_total',
    only,
    failures: ISTIO_FAILED,
    by: ISTIO_CALLEE,
    durations: [{ metric: 'istio_request_duration_milliseconds', only, unit: 'ms' }],
    service: istioCallee,
  }
}

/** `outbound|80||checkout.shop.svc.cluster.local` (Istio) and `shop/checkout/80/1a2b` (Contour); null for all others, such as routes of a gateway. */
export function envoyCluster(name: string): Labels | null {
  const host = name.split('|').at(-1) ?? ''
  const [service, namespace, svc] = name.includes('|') ? host.split('.') : []
  if (service && namespace && svc === 'svc') return { namespace, service }
  const [first, second, port, ...rest] = name.split('/')
  return first && second && port && /^\d+$/.test(port) && rest.length <= 1 ? { namespace: first, service: second } : null
}

/** Labels of whom something that scrapes pods or Services found. */
const SCRAPED = ['namespace', 'service', 'job', 'app', 'app_kubernetes_io_name']

/** What people call the label of a status in metrics that they made themselves; the order is the one in which they are tried. */
const STATUS_LABELS = ['code', 'status', 'status_code']

function handMade(label: string): ServedFamily {
  return {
    name: 'HTTP requests that the program counts itself',
    source: 'Prometheus instrumentation guide; client library middlewares',
    counter: 'http_requests_total',
    only: `${label}!=""`,
    failures: byLabel(label, '5..|5xx'),
    by: SCRAPED,
    durations: [{ metric: 'http_request_duration_seconds', only: '', unit: 's' }],
  }
}

/**
 * The families in which services say what they were asked, in order of precedence: one family tells of a service. Meshes first, because they need no
 * instrumentation and know the workload; then spans, then what servers count, then what stands before them, then what people made themselves.
 */
export const SERVED_FAMILIES: readonly ServedFamily[] = [
  istioServer('destination', 'Istio, as the called sidecar saw it'),
  {
    name: 'Linkerd, inbound',
    source: 'Linkerd proxy metrics',
    counter: 'response_total',
    only: 'direction="inbound"',
    failures: byLabel('classification', 'failure'),
    by: ['namespace', 'deployment', 'statefulset', 'daemonset'],
    durations: [{ metric: 'response_latency_ms', only: 'direction="inbound"', unit: 'ms' }],
  },
  ...SPAN_METRICS.map(spanMetrics),
  ...SDKS.map(sdkServer),
  {
    name: 'gRPC servers',
    source: 'grpc-ecosystem/go-grpc-middleware',
    counter: 'grpc_server_handled_total',
    only: '',
    failures: byLabel('grpc_code', GRPC_FAILED_WORDS),
    by: SCRAPED,
    durations: [{ metric: 'grpc_server_handling_seconds', only: '', unit: 's' }],
  },
  istioServer('source', 'Istio, as the calling sidecar saw it'),
  {
    name: 'ingress-nginx',
    source: 'ingress-nginx "Monitoring"',
    counter: 'nginx_ingress_controller_requests',
    only: '',
    failures: byLabel('status', '5..'),
    by: ['namespace', 'exported_namespace', 'service', 'exported_service'],
    durations: [{ metric: 'nginx_ingress_controller_request_duration_seconds', only: '', unit: 's' }],
  },
  {
    name: 'Envoy upstreams',
    source: 'Envoy cluster statistics',
    counter: 'envoy_cluster_upstream_rq_total',
    only: '',
    failures: { counter: 'envoy_cluster_upstream_rq_xx', any: ['envoy_response_code_class="5"'], told: [] },
    by: ['envoy_cluster_name'],
    durations: [{ metric: 'envoy_cluster_upstream_rq_time', only: '', unit: 'ms' }],
    service: ({ envoy_cluster_name: name }) => envoyCluster(name ?? ''),
  },
  {
    name: 'Traefik',
    source: 'Traefik metrics',
    counter: 'traefik_service_requests_total',
    only: 'service!=""',
    failures: byLabel('code', '5..'),
    by: ['service'],
    durations: [{ metric: 'traefik_service_request_duration_seconds', only: 'service!=""', unit: 's' }],
    // `checkout@docker`; of Kubernetes `<namespace>-<Service>-<port>@kubernetes`, which says not where the namespace ends.
    service: ({ service }) => (service?.includes('@kubernetes') === false ? { service: service.split('@')[0] ?? '' } : null),
  },
  {
    name: 'HAProxy backends',
    source: 'HAProxy Prometheus exporter',
    counter: 'haproxy_backend_http_responses_total',
    only: '',
    failures: byLabel('code', '5xx'),
    by: ['proxy'],
    durations: [],
    service: ({ proxy }) => (proxy === undefined ? null : { service: proxy }),
  },
  ...STATUS_LABELS.map(handMade),
]
