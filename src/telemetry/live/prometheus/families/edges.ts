import { renamed, type Callee, type EdgeFamily } from './family.ts'
import type { Labels } from '../../../identity/telemetry-labels.ts'
import { ISTIO_FAILED, istioCallee, SDK_LABELS } from './served.ts'

/** Names that stand for whoever sent no spans: users, and what was not traced. */
const NOBODY = new Set(['', 'user', 'unknown', undefined])

/** One side of a service graph's edge; null for the user in front of it all. */
function graphSide(labels: Labels, side: 'client' | 'server'): Labels | null {
  if (NOBODY.has(labels[side])) return null
  return renamed(labels, {
    service_name: side,
    service_namespace: `${side}_service_namespace`,
    k8s_namespace_name: `${side}_k8s_namespace_name`,
  })
}

/** A database, a broker and what was not traced have no service name of their own: the graph calls them as their callers do. */
function graphCallee(labels: Labels): Callee | null {
  const { server = '', connection_type: type = '' } = labels
  const side = graphSide(labels, 'server')
  if (side === null) return null
  return type === 'database' || type === 'virtual_node' || type === 'messaging_system' ? { address: server } : { labels: side }
}

function istioCaller(labels: Labels): Labels | null {
  if (NOBODY.has(labels['source_workload'])) return null
  return renamed(labels, { namespace: 'source_workload_namespace', workload: 'source_workload' })
}

function istioEdges(reporter: 'destination' | 'source', name: string): EdgeFamily {
  const histogram = (side: string) => ({ metric: 'istio_request_duration_milliseconds', only: `reporter="${side}"`, unit: 'ms' }) as const
  return {
    name,
    source: 'Istio standard metrics',
    counter: 'istio_requests_total',
    only: `reporter="${reporter}"`,
    failures: ISTIO_FAILED,
    by: [
      'source_workload',
      'source_workload_namespace',
      'destination_workload',
      'destination_workload_namespace',
      'destination_service_name',
      'destination_service_namespace',
    ],
    callerDurations: reporter === 'source' ? [histogram('source')] : [],
    calleeDurations: [histogram('destination')],
    caller: istioCaller,
    callee: (labels) => ({ labels: istioCallee(labels) }),
  }
}

function linkerdCallee(labels: Labels): Callee | null {
  const callee = renamed(labels, {
    namespace: 'dst_namespace',
    deployment: 'dst_deployment',
    statefulset: 'dst_statefulset',
    daemonset: 'dst_daemonset',
    service: 'dst_service',
  })
  return Object.keys(callee).some((label) => label !== 'namespace') ? { labels: callee } : null
}

interface Client {
  readonly name: string
  readonly histogram: string
  readonly unit: 'ms' | 's'
  readonly address: string
  readonly failed: readonly string[]
  readonly told: readonly string[]
}

const CLIENTS: readonly Client[] = [
  {
    name: 'OpenTelemetry HTTP clients',
    histogram: 'http_client_request_duration_seconds',
    unit: 's',
    address: 'server_address',
    // A client calls 4xx an error too; it is what was asked for that was wrong then.
    failed: ['http_response_status_code=~"5.."', 'error_type!="",error_type!~"4.."'],
    told: ['http_response_status_code!=""', 'error_type!=""'],
  },
  {
    name: 'OpenTelemetry HTTP clients (old convention)',
    histogram: 'http_client_duration_milliseconds',
    unit: 'ms',
    address: 'net_peer_name',
    failed: ['http_status_code=~"5.."'],
    told: ['http_status_code!=""'],
  },
  {
    name: 'OpenTelemetry database clients',
    histogram: 'db_client_operation_duration_seconds',
    unit: 's',
    address: 'server_address',
    failed: ['error_type!=""'],
    // Only failed operations carry the label, and every SDK that has the metric writes it: any series tells.
    told: [''],
  },
]

function clientEdges({ name, histogram, unit, address, failed, told }: Client): EdgeFamily {
  const only = `${address}!=""`
  return {
    name,
    source: 'OpenTelemetry semantic conventions for HTTP and database metrics',
    counter: `${histogram}_count`,
    only,
    failures: { counter: null, any: failed, told },
    by: [...SDK_LABELS, address],
    callerDurations: [{ metric: histogram, only, unit }],
    calleeDurations: [],
    caller: (labels) => labels,
    callee: (labels) => ({ address: labels[address] ?? '' }),
  }
}

/** The families in which it stands who calls whom, in order of precedence: one family tells of an edge. */
export const EDGE_FAMILIES: readonly EdgeFamily[] = [
  {
    name: 'service graph',
    source: 'opentelemetry-collector-contrib connector/servicegraphconnector; grafana/tempo service-graphs; OBI docs',
    counter: 'traces_service_graph_request_total',
    only: '',
    failures: { counter: 'traces_service_graph_request_failed_total', any: [''], told: [] },
    isFlushed: true,
    by: [
      'client',
      'server',
      'connection_type',
      'client_service_namespace',
      'server_service_namespace',
      'client_k8s_namespace_name',
      'server_k8s_namespace_name',
    ],
    callerDurations: [{ metric: 'traces_service_graph_request_client_seconds', only: '', unit: 's' }],
    calleeDurations: [{ metric: 'traces_service_graph_request_server_seconds', only: '', unit: 's' }],
    caller: (labels) => graphSide(labels, 'client'),
    callee: graphCallee,
  },
  istioEdges('source', 'Istio, as the calling sidecar saw it'),
  istioEdges('destination', 'Istio, as the called sidecar saw it'),
  {
    name: 'Linkerd, outbound',
    source: 'Linkerd proxy metrics',
    counter: 'response_total',
    only: 'direction="outbound"',
    failures: { counter: null, any: ['classification="failure"'], told: ['classification!=""'] },
    by: [
      'namespace',
      'deployment',
      'statefulset',
      'daemonset',
      'dst_namespace',
      'dst_deployment',
      'dst_statefulset',
      'dst_daemonset',
      'dst_service',
    ],
    callerDurations: [{ metric: 'response_latency_ms', only: 'direction="outbound"', unit: 'ms' }],
    calleeDurations: [],
    caller: (labels) =>
      renamed(labels, { namespace: 'namespace', deployment: 'deployment', statefulset: 'statefulset', daemonset: 'daemonset' }),
    callee: linkerdCallee,
  },
  ...CLIENTS.map(clientEdges),
]
