import { valueOf, type Block } from './describe-block.ts'

interface Mark {
  readonly kind: string
  /** Keys of the outermost level that only this kind prints together. */
  readonly keys: readonly string[]
}

/**
 * `describe` prints no kind, but each kind its own keys. Asked in this order: what prints more of the same keys comes first. Source of the keys:
 * k8s.io/kubectl/pkg/describe, and outputs of kubectl 1.36.
 */
const MARKS: readonly Mark[] = [
  { kind: 'Pod', keys: ['Containers', 'Status', 'Node'] },
  { kind: 'Deployment', keys: ['StrategyType'] },
  { kind: 'DaemonSet', keys: ['Desired Number of Nodes Scheduled'] },
  { kind: 'StatefulSet', keys: ['Update Strategy', 'Replicas'] },
  { kind: 'StatefulSet', keys: ['Volume Claims', 'Replicas'] },
  { kind: 'CronJob', keys: ['Schedule', 'Concurrency Policy'] },
  { kind: 'Job', keys: ['Parallelism', 'Completions'] },
  { kind: 'ReplicaSet', keys: ['Replicas', 'Pods Status', 'Pod Template'] },
  { kind: 'Service', keys: ['Session Affinity'] },
  { kind: 'Service', keys: ['IP Families', 'Type'] },
  { kind: 'Endpoints', keys: ['Subsets'] },
  { kind: 'EndpointSlice', keys: ['AddressType'] },
  { kind: 'Ingress', keys: ['Rules', 'Address'] },
  { kind: 'Ingress', keys: ['Ingress Class', 'Rules'] },
  { kind: 'HorizontalPodAutoscaler', keys: ['Min replicas', 'Max replicas'] },
  { kind: 'PodDisruptionBudget', keys: ['Min available', 'Selector'] },
  { kind: 'PodDisruptionBudget', keys: ['Max unavailable', 'Selector'] },
  { kind: 'PersistentVolumeClaim', keys: ['StorageClass', 'Volume', 'Access Modes'] },
  { kind: 'PersistentVolume', keys: ['Reclaim Policy', 'Claim'] },
  { kind: 'StorageClass', keys: ['Provisioner', 'ReclaimPolicy'] },
  { kind: 'Node', keys: ['Roles', 'Capacity'] },
  { kind: 'ServiceAccount', keys: ['Image pull secrets'] },
  { kind: 'NetworkPolicy', keys: ['Created on', 'Spec'] },
]
/** Kinds that print tables or underlined headings instead of keys, by a line that only they print. */
const LINES: readonly (readonly [kind: string, line: RegExp])[] = [
  ['ResourceQuota', /^Resource +Used +Hard/m],
  ['LimitRange', /^Type +Resource +Min +Max/m],
  ['Secret', /^Type: .*\n\nData\n====$/m],
  ['ConfigMap', /^Data\n====$/m],
  ['Namespace', /^No (?:resource quota|LimitRange resource)\.$|^Resource Quotas$/m],
]

/** The kind of a described object; null when its keys are those of no kind that is known. A custom resource states its kind. */
export function describedKind(fields: readonly Block[], text: string): string | null {
  const keys = new Set(fields.map(({ key }) => key))
  const stated = keys.has('API Version') ? valueOf(fields, 'Kind') : undefined
  if (stated !== undefined) return stated
  const marked = MARKS.find((mark) => mark.keys.every((key) => keys.has(key)))?.kind
  return marked ?? LINES.find(([, line]) => line.test(text))?.[0] ?? null
}
