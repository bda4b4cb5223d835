/** A kind of object that is listed. */
export interface ListedKind {
  readonly kind: string
  /** Path of its API group and version. */
  readonly api: string
  /** Its name in paths, and in rules of access. */
  readonly resource: string
  readonly isNamespaced: boolean
  /** A selection that leaves out what every namespace has. */
  readonly fieldSelector?: string
}

const namespaced = (api: string, kinds: Readonly<Record<string, string>>): readonly ListedKind[] =>
  Object.entries(kinds).map(([kind, resource]) => ({ kind, api, resource, isNamespaced: true }))
const ofCluster = (api: string, kinds: Readonly<Record<string, string>>): readonly ListedKind[] =>
  Object.entries(kinds).map(([kind, resource]) => ({ kind, api, resource, isNamespaced: false }))

/** Events are listed as every other kind, and are no state of the cluster. */
export const EVENTS: ListedKind = { kind: 'Event', api: '/api/v1', resource: 'events', isNamespaced: true }

/**
 * Everything that is listed. Secrets are not among them, nor is their metadata, since that takes the same right. Paths: the API reference of Kubernetes 1.36,
 * https://kubernetes.io/docs/reference/kubernetes-api/.
 */
export const LISTED: readonly ListedKind[] = [
  ...namespaced('/api/v1', {
    Pod: 'pods',
    Service: 'services',
    PersistentVolumeClaim: 'persistentvolumeclaims',
    ResourceQuota: 'resourcequotas',
    LimitRange: 'limitranges',
    ServiceAccount: 'serviceaccounts',
  }),
  // Each namespace has one with the authorities of the cluster.
  { kind: 'ConfigMap', api: '/api/v1', resource: 'configmaps', isNamespaced: true, fieldSelector: 'metadata.name!=kube-root-ca.crt' },
  EVENTS,
  ...namespaced('/apis/apps/v1', {
    Deployment: 'deployments',
    ReplicaSet: 'replicasets',
    StatefulSet: 'statefulsets',
    DaemonSet: 'daemonsets',
    ControllerRevision: 'controllerrevisions',
  }),
  ...namespaced('/apis/batch/v1', { Job: 'jobs', CronJob: 'cronjobs' }),
  ...namespaced('/apis/autoscaling/v2', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...namespaced('/apis/policy/v1', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...namespaced('/apis/networking.k8s.io/v1', { NetworkPolicy: 'networkpolicies', Ingress: 'ingresses' }),
  ...namespaced('/apis/discovery.k8s.io/v1', { EndpointSlice: 'endpointslices' }),
  ...namespaced('/apis/rbac.authorization.k8s.io/v1', { Role: 'roles', RoleBinding: 'rolebindings' }),
  ...ofCluster('/api/v1', { Node: 'nodes', Namespace: 'namespaces', PersistentVolume: 'persistentvolumes' }),
  ...ofCluster('/apis/storage.k8s.io/v1', { StorageClass: 'storageclasses' }),
  ...ofCluster('/apis/scheduling.k8s.io/v1', { PriorityClass: 'priorityclasses' }),
  ...ofCluster('/apis/networking.k8s.io/v1', { IngressClass: 'ingressclasses' }),
  ...ofCluster('/apis/admissionregistration.k8s.io/v1', {
    ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
    ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
    ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
    MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
  }),
]

/** Kinds whose objects people and pipelines write: the journal keeps what they were. Pods and what controllers derive are not among them. */
const WRITTEN: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Service',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'Ingress',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Role',
  'RoleBinding',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
])
export const JOURNALED: readonly ListedKind[] = LISTED.filter(({ kind }) => WRITTEN.has(kind))

/** Where a kind is listed: in one namespace, or (null) everywhere. */
export function listPath({ api, resource, isNamespaced }: ListedKind, namespace: string | null): string {
  return isNamespaced && namespace !== null ? `${api}/namespaces/${namespace}/${resource}` : `${api}/${resource}`
}

/** The log of a pod. */
export function logPath(namespace: string, pod: string): string {
  return `/api/v1/namespaces/${namespace}/pods/${pod}/log`
}
