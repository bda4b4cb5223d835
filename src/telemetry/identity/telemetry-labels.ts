/** Labels of a series, or attributes of what else is measured, with the names that Prometheus gives them (`k8s_pod_name` for `k8s.pod.name`). */
export type Labels = Readonly<Record<string, string>>

/** What labels say of whom they are about. Each null where no label says it. */
export interface Named {
  /** The Kubernetes namespace. */
  readonly namespace: string | null
  /** OpenTelemetry's `service.namespace`, which often is the Kubernetes namespace and need not be. */
  readonly serviceNamespace: string | null
  /** OpenTelemetry's `service.name`, or the name of the scraped Service. */
  readonly service: string | null
  /** Kind null: a workload of whatever kind. */
  readonly workload: { readonly kind: string | null; readonly name: string } | null
  readonly pod: string | null
  /** An address without its port. */
  readonly address: string | null
  /** `app.kubernetes.io/name` or `app`. */
  readonly app: string | null
}

// Names of labels by what they mean, most telling first: OpenTelemetry's k8s attributes, what a scrape renamed because the target had a label of its own
// (`exported_…`, Prometheus' `honor_labels`), then kube-state-metrics, Prometheus operator and meshes.
const NAMESPACE = ['k8s_namespace_name', 'exported_namespace', 'namespace', 'kubernetes_namespace']
const SERVICE_NAMESPACE = ['service_namespace']
const SERVICE = ['service_name', 'exported_service', 'service']
/** `<service.namespace>/<service.name>` or only the name (OpenTelemetry, "Prometheus and OpenMetrics Compatibility"). */
const JOB = ['exported_job', 'job']
const WORKLOADS: readonly (readonly [label: string, kind: string | null])[] = [
  ['k8s_deployment_name', 'Deployment'],
  ['k8s_statefulset_name', 'StatefulSet'],
  ['k8s_daemonset_name', 'DaemonSet'],
  ['deployment', 'Deployment'],
  ['statefulset', 'StatefulSet'],
  ['daemonset', 'DaemonSet'],
  ['workload', null],
  ['k8s_owner_name', null],
]
const POD = ['k8s_pod_name', 'exported_pod', 'pod']
const ADDRESS = ['k8s_pod_ip', 'pod_ip', 'address', 'instance']
const APP = ['app_kubernetes_io_name', 'app']

/** What a proxy or an exporter writes where it does not know. */
const NOTHING = new Set(['', 'unknown', 'none', 'unknown_service'])

/** Reads what the labels say; a label without a value, or with a word for none, says nothing. */
export function namedBy(labels: Labels): Named {
  const first = (names: readonly string[]) => names.map((name) => labels[name]).find(isSaid) ?? null
  const workload = WORKLOADS.find(([label]) => isSaid(labels[label]))
  const [jobNamespace, jobName] = splitJob(first(JOB))
  return {
    namespace: first(NAMESPACE),
    serviceNamespace: first(SERVICE_NAMESPACE) ?? jobNamespace,
    service: first(SERVICE) ?? jobName,
    workload: workload ? { kind: workload[1], name: labels[workload[0]] ?? '' } : null,
    pod: first(POD),
    address: telling(hostOf(first(ADDRESS))),
    app: first(APP),
  }
}

function isSaid(value: string | undefined): value is string {
  return value !== undefined && !NOTHING.has(value)
}

function splitJob(job: string | null): readonly [string | null, string | null] {
  const slash = job?.lastIndexOf('/') ?? -1
  return job === null || slash < 0 ? [null, job] : [job.slice(0, slash), job.slice(slash + 1)]
}

/** A loopback address is everybody's own (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3): whoever scraped it sat beside it, wherever that is. */
function telling(host: string | null): string | null {
  return host === null || host === 'localhost' || host === '::1' || host.startsWith('127.') ? null : host
}

/** `10.0.0.7:8080` and `[fd00::7]:8080` without the port. */
function hostOf(instance: string | null): string | null {
  if (instance === null) return null
  if (instance.startsWith('[')) return instance.slice(1, instance.indexOf(']'))
  return instance.split(':').length > 2 ? instance : (instance.split(':')[0] ?? null)
}
