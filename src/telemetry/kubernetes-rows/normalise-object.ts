import { ownValue } from '../../domain/own-value.ts'
import type { KubernetesObject } from './schema.ts'

type Json = unknown
type JsonMap = Readonly<Record<string, Json>>

// Bookkeeping that changes without anybody changing the object, or that repeats what stands elsewhere in it.
const NOISE_METADATA = ['managedFields', 'resourceVersion', 'generation', 'selfLink']
const NOISE_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
]
/** Times inside status that move with every heartbeat. */
const HEARTBEATS = new Set(['lastHeartbeatTime', 'lastProbeTime', 'lastUpdateTime', 'renewTime'])

// The part of status that says how the object is; of other kinds `OTHER_STATUS_FIELDS` is kept.
const STATUS_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'phase',
    'reason',
    'message',
    'conditions',
    'initContainerStatuses',
    'containerStatuses',
    'startTime',
    'hostIP',
    'podIP',
    'qosClass',
  ],
  Deployment: ['replicas', 'readyReplicas', 'availableReplicas', 'updatedReplicas', 'unavailableReplicas', 'conditions'],
  ReplicaSet: ['replicas', 'readyReplicas', 'availableReplicas', 'fullyLabeledReplicas', 'conditions'],
  StatefulSet: ['replicas', 'readyReplicas', 'availableReplicas', 'currentReplicas', 'updatedReplicas', 'conditions'],
  DaemonSet: ['desiredNumberScheduled', 'currentNumberScheduled', 'numberReady', 'numberUnavailable', 'numberAvailable'],
  ReplicationController: ['replicas', 'readyReplicas', 'availableReplicas', 'conditions'],
  Job: ['active', 'succeeded', 'failed', 'conditions', 'startTime', 'completionTime'],
  CronJob: ['lastScheduleTime'],
  Node: ['conditions', 'capacity', 'allocatable', 'addresses'],
  Namespace: ['phase', 'conditions'],
  PersistentVolumeClaim: ['phase', 'capacity', 'conditions'],
  PersistentVolume: ['phase', 'reason', 'message'],
  ResourceQuota: ['hard', 'used'],
  HorizontalPodAutoscaler: ['currentReplicas', 'desiredReplicas', 'conditions'],
  PodDisruptionBudget: ['currentHealthy', 'desiredHealthy', 'disruptionsAllowed', 'expectedPods', 'conditions'],
  VolumeAttachment: ['attached', 'attachError', 'detachError'],
  Service: ['loadBalancer'],
  Ingress: ['loadBalancer'],
}

/** What custom resources say of themselves by convention (Kubernetes API conventions, and the objects of Argo CD and Flux). */
const OTHER_STATUS_FIELDS = ['conditions', 'phase', 'reason', 'message', 'health', 'sync', 'operationState']

/** Characters of one text inside an object; a longer one (a dashboard, a certificate bundle) is cut and ends in this mark. */
const MAX_TEXT_CHARS = 65_536
const CUT_MARK = '… [cut at 64 KB]'

/** The object without bookkeeping and status churn. Equal results mean that nobody changed anything. Never throws. */
export function normaliseObject(object: KubernetesObject): Record<string, Json> {
  const { metadata, status, ...content } = object
  const kept = pick(status ?? {}, ownValue(STATUS_FIELDS, object.kind) ?? OTHER_STATUS_FIELDS)
  const normal = { ...trimSchema(content), metadata: trimMetadata(metadata), ...(Object.keys(kept).length > 0 ? { status: kept } : {}) }
  return cutLongText(normal) as Record<string, Json>
}

/** The object without its status: tells a change of the object from a change of its condition. */
export function withoutStatus(object: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'status'))
}

function trimMetadata(metadata: JsonMap): JsonMap {
  const { annotations, ...rest } = Object.fromEntries(Object.entries(metadata).filter(([key]) => !NOISE_METADATA.includes(key)))
  if (typeof annotations !== 'object' || annotations === null) return rest
  const kept = Object.fromEntries(Object.entries(annotations).filter(([key]) => !NOISE_ANNOTATIONS.includes(key)))
  return Object.keys(kept).length > 0 ? { ...rest, annotations: kept } : rest
}

// A resource definition carries its whole schema, hundreds of kilobytes that no incident is about.
function trimSchema(content: JsonMap): JsonMap {
  const spec = content['spec']
  if (content['kind'] !== 'CustomResourceDefinition' || typeof spec !== 'object' || spec === null) return content
  return { ...content, spec: pick(spec as JsonMap, ['group', 'names', 'scope']) }
}

function pick(map: JsonMap, fields: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    fields.filter((field) => Object.hasOwn(map, field) && map[field] !== undefined).map((field) => [field, withoutHeartbeats(map[field])]),
  )
}

function withoutHeartbeats(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutHeartbeats)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !HEARTBEATS.has(key))
      .map(([key, inner]) => [key, withoutHeartbeats(inner)]),
  )
}

function cutLongText(value: Json): Json {
  if (typeof value === 'string') return value.length > MAX_TEXT_CHARS ? value.slice(0, MAX_TEXT_CHARS) + CUT_MARK : value
  if (Array.isArray(value)) return value.map(cutLongText)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cutLongText(inner)]))
}
