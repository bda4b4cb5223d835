import type { KubernetesObject } from './kubernetes-bundles.ts'

// A small shop as the API server shows it while all is well: what acceptance 63 breaks. Words and fields as Kubernetes writes them.

type Fields = Readonly<Record<string, unknown>>

const MADE = '2026-05-20T08:00:00Z'
/** When what a test breaks was broken. */
export const BROKEN_AT = '2026-05-27T14:00:00Z'
const NODE = 'worker-1'
/** Controllers date a state, not the moment of the listing. */
const CONDITION = { lastTransitionTime: MADE, lastUpdateTime: MADE }

interface WorkloadShape {
  readonly template?: Fields
  readonly container?: Fields
  readonly replicas?: number
  readonly labels?: Fields
  /** Of its pod; null: it has none. Absent: the pod runs and is ready. */
  readonly pod?: Fields | null
  /** More fields of the pod's spec; `nodeName` is set unless it is here. */
  readonly podSpec?: Fields
  /** In place of those of a Deployment that has all it wants. */
  readonly conditions?: readonly Fields[]
  readonly isReady?: boolean
}

/** A Deployment with its ReplicaSet and its pod. */
export function deployed(name: string, shape: WorkloadShape = {}): readonly KubernetesObject[] {
  const {
    replicas = 1,
    labels = { app: name },
    pod: podStatus = running(),
    isReady = podStatus !== null && shape.pod === undefined,
  } = shape
  const hash = `${name}-6d5f8c7b9`
  const container = { name: 'main', image: `registry.example/shop/${name}:1.4.0`, ports: [{ containerPort: 8080 }], ...shape.container }
  const spec = { serviceAccountName: 'default', containers: [container], ...shape.template }
  const template = { metadata: { labels }, spec }
  const [there, ready] = [podStatus === null ? 0 : replicas, isReady ? replicas : 0]
  const counts = { ...(there > 0 ? { replicas: there, updatedReplicas: there } : {}), ...(ready > 0 ? { readyReplicas: ready } : {}) }
  const unavailable = replicas > ready ? { unavailableReplicas: replicas - ready } : {}
  const status = { ...counts, ...unavailable, conditions: shape.conditions ?? availability(isReady || replicas === 0) }
  const objects = [
    object('apps/v1', 'Deployment', name, { spec: { replicas, selector: { matchLabels: labels }, template }, status }),
    object('apps/v1', 'ReplicaSet', hash, {
      ...owned('Deployment', name, { labels, annotations: { 'deployment.kubernetes.io/revision': '1' } }),
      spec: { replicas, selector: { matchLabels: labels }, template },
      status: { replicas: there },
    }),
  ]
  if (podStatus === null || replicas === 0) return objects
  const podSpec = { ...spec, nodeName: NODE, ...shape.podSpec }
  return [...objects, object('v1', 'Pod', `${hash}-x2x4z`, { ...owned('ReplicaSet', hash, { labels }), spec: podSpec, status: podStatus })]
}

function availability(isAvailable: boolean): readonly Fields[] {
  const [status, reason, message] = isAvailable
    ? ['True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.']
    : ['False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.']
  return [{ type: 'Available', status, reason, message, ...CONDITION, ...(isAvailable ? {} : { lastTransitionTime: BROKEN_AT }) }]
}

/** Conditions of a Deployment that cannot have what it wants; `more` come after them. */
export function unavailable(...more: readonly Fields[]): readonly Fields[] {
  return [...availability(false), ...more.map((one) => ({ ...CONDITION, lastTransitionTime: BROKEN_AT, ...one }))]
}

/** The condition by which a Deployment passes on why its pods are not created. */
export function refused(message: string): Fields {
  return { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }
}

function running(): Fields {
  return {
    phase: 'Running',
    podIP: '10.1.0.7',
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: MADE },
      { type: 'Ready', status: 'True', lastTransitionTime: MADE },
    ],
    containerStatuses: [{ name: 'main', ready: true, restartCount: 0, lastState: {}, state: { running: { startedAt: MADE } } }],
  }
}

/** A pod on its node whose container is in this state. */
export function unready(state: Fields, more: Fields = {}): Fields {
  const why = { reason: 'ContainersNotReady', message: 'containers with unready status: [main]', lastTransitionTime: BROKEN_AT }
  return {
    phase: 'Pending',
    startTime: BROKEN_AT,
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: BROKEN_AT },
      { type: 'Ready', status: 'False', ...why },
    ],
    containerStatuses: [{ name: 'main', ready: false, restartCount: 0, lastState: {}, state, ...more }],
  }
}

/** A pod that the scheduler finds no node for. */
export function unscheduled(message: string): Fields {
  return {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: BROKEN_AT }],
  }
}

export function service(name: string, spec: Fields = {}): KubernetesObject {
  return object('v1', 'Service', name, {
    spec: {
      clusterIP: `10.96.0.${name.length}`,
      ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }],
      selector: { app: name },
      ...spec,
    },
  })
}

/** The endpoints that the controller keeps for a Service. */
export function slice(name: string, endpoints: readonly Fields[] = [readyEndpoint(name)]): KubernetesObject {
  return object('discovery.k8s.io/v1', 'EndpointSlice', `${name}-7n4hn`, {
    ...owned('Service', name, { labels: { 'kubernetes.io/service-name': name } }),
    addressType: 'IPv4',
    endpoints,
    ports: endpoints.length === 0 ? null : [{ port: 8080, protocol: 'TCP' }],
  })
}

function readyEndpoint(name: string): Fields {
  const targetRef = { kind: 'Pod', name: `${name}-6d5f8c7b9-x2x4z`, namespace: 'shop' }
  return { addresses: ['10.1.0.7'], conditions: { ready: true, serving: true, terminating: false }, nodeName: NODE, targetRef }
}

/** The cluster's one node for workloads. */
export function worker(spec: Fields = {}, ready: Fields = {}): KubernetesObject {
  const good = {
    type: 'Ready',
    status: 'True',
    reason: 'KubeletReady',
    message: 'kubelet is posting ready status',
    lastTransitionTime: MADE,
  }
  const pressure = {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  }
  const metadata = { labels: { 'kubernetes.io/hostname': NODE, 'kubernetes.io/os': 'linux' } }
  const status = { allocatable: { cpu: '4', memory: '8Gi', pods: '110' }, conditions: [pressure, { ...good, ...ready }] }
  return object('v1', 'Node', NODE, { metadata, spec, status }, null)
}

/** A Job that ended in the given condition. */
export function job(name: string, { condition, pod }: { readonly condition: Fields; readonly pod: Fields }): readonly KubernetesObject[] {
  const labels = { 'job-name': name }
  const template = {
    metadata: { labels },
    spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example/shop/mail:1.4.0' }] },
  }
  const conditions = [{ status: 'True', lastTransitionTime: BROKEN_AT, ...condition }]
  return [
    object('batch/v1', 'Job', name, { spec: { backoffLimit: 1, template }, status: { startTime: MADE, conditions } }),
    object('v1', 'Pod', `${name}-9xk2p`, { ...owned('Job', name, { labels }), spec: { ...template.spec, nodeName: NODE }, status: pod }),
  ]
}

/** A pod whose container ended for good. */
export function ended(exitCode: number): Fields {
  const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: MADE, finishedAt: BROKEN_AT }
  return {
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    containerStatuses: [{ name: 'main', ready: false, restartCount: 0, lastState: {}, state: { terminated } }],
  }
}

/** An object of the namespace `shop`, or of none. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Fields,
  namespace: string | null = 'shop',
): KubernetesObject {
  const metadata = {
    name,
    ...(namespace === null ? {} : { namespace }),
    creationTimestamp: MADE,
    ...(fields['metadata'] as Fields | undefined),
  }
  return { apiVersion, kind, ...fields, metadata }
}

function owned(kind: string, name: string, metadata: Fields): Fields {
  return { metadata: { ...metadata, ownerReferences: [{ apiVersion: 'apps/v1', kind, name, controller: true, uid: `uid-${name}` }] } }
}

/** Everything that the shop has while all is well. */
export const HEALTHY: readonly KubernetesObject[] = [
  worker(),
  object('v1', 'Namespace', 'shop', { status: { phase: 'Active' } }, null),
  object('v1', 'ServiceAccount', 'default', {}),
  object('v1', 'ServiceAccount', 'till', {}),
  object('v1', 'ConfigMap', 'prices', { data: { currency: 'EUR' } }),
  object('v1', 'ResourceQuota', 'shop-limits', { spec: { hard: { pods: '20' } }, status: { hard: { pods: '20' }, used: { pods: '4' } } }),
  object('v1', 'PersistentVolumeClaim', 'orders', claim({ phase: 'Bound' })),
  object('v1', 'PersistentVolume', 'pv-1', volume(), null),
  object('storage.k8s.io/v1', 'StorageClass', 'standard', { provisioner: 'example.test/disk' }, null),
  ...deployed('basket', { template: { serviceAccountName: 'till' }, container: envOf('prices') }),
  ...deployed('orders', { template: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'orders' } }] } }),
  ...deployed('front', { container: { env: [{ name: 'BASKET_ADDR', value: 'basket:80' }] } }),
  ...['basket', 'orders', 'front'].flatMap((name) => [service(name), slice(name)]),
  ...job('nightly', { condition: { type: 'Complete', reason: 'CompletionsReached' }, pod: ended(0) }),
]

export function envOf(configMap: string): Fields {
  return { env: [{ name: 'CURRENCY', valueFrom: { configMapKeyRef: { name: configMap, key: 'currency' } } }] }
}

export function claim(status: Fields, storageClassName = 'standard'): Fields {
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName }
  return { spec: { ...spec, ...(status['phase'] === 'Bound' ? { volumeName: 'pv-1' } : {}) }, status }
}

/** A volume; `spec` in place of what binds it to the claim of the shop. */
export function volume(spec: Fields = { claimRef: { namespace: 'shop', name: 'orders' } }): Fields {
  const offered = { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, storageClassName: 'standard' }
  return { spec: { ...offered, ...spec }, status: { phase: 'claimRef' in spec ? 'Bound' : 'Available' } }
}
