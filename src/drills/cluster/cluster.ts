import { type EntityId, formatEntity, CLUSTER_SCOPE } from '../../domain/entity.ts'
import { type Clock, isoSecond } from '../clock.ts'
import { type Random, uidOf } from '../random.ts'
import type { EventSink } from './events.ts'
import type { KubeObject, ManagedField, Metadata, Node, OwnerReference, Service, Workload } from './objects.ts'
import type { Exit, Pod } from './pod.ts'
import type { Program } from './program.ts'

/** The state of one simulated cluster. Only the functions of this folder and the faults change it. */
export interface Cluster {
  readonly clock: Clock
  readonly random: Random
  /** Everything except pods, by entity id, in order of creation. */
  readonly objects: Map<EntityId, KubeObject>
  /** The same objects by kind: controllers look at one kind many times a second. */
  readonly kinds: Map<string, Set<KubeObject>>
  /** By `namespace/name`. */
  readonly pods: Map<string, Pod>
  /** Images that can be pulled, with the architecture they were built for. */
  readonly images: Map<string, 'amd64' | 'arm64'>
  /** Nodes whose kubelet or runtime has stopped. */
  readonly downNodes: Set<string>
  /** Nodes whose kubelet runs and cannot reach its container runtime: what runs goes on, nothing is started or asked. */
  readonly lostRuntimes: Set<string>
  /** Why an image cannot be pulled, in the words of the runtime; images in neither map do not exist. */
  readonly pullProblems: Map<string, string>
  isSchedulerDown: boolean
  readonly events: EventSink
  /** What runs inside a pod: the cluster runs processes without knowing what they are. */
  readonly programOf: (pod: Pod) => Program
  /** Hears what a process says when it ends. */
  readonly onExit: (pod: Pod, exit: Exit) => void
  resourceVersion: number
}

export interface NewObject {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly labels?: Record<string, string>
  readonly annotations?: Record<string, string>
  readonly owner?: OwnerReference
  readonly spec?: unknown
  readonly data?: Record<string, string>
  readonly extra?: Record<string, unknown>
  /** Seconds; objects that are older than the recording have negative times. */
  readonly at?: number
  readonly manager?: string
}

function entityOf(object: Pick<KubeObject, 'kind' | 'metadata'>): EntityId {
  return formatEntity(object.metadata.namespace ?? CLUSTER_SCOPE, object.kind, object.metadata.name)
}

/** Creates an object with metadata as the API server would fill it in. Replaces an older one of the same name. */
export function createObject(cluster: Cluster, wanted: NewObject): KubeObject {
  const at = wanted.at ?? cluster.clock.now
  const object: KubeObject = {
    apiVersion: wanted.apiVersion,
    kind: wanted.kind,
    metadata: newMetadata(cluster, wanted, at),
    ...(wanted.spec === undefined ? {} : { spec: structuredClone(wanted.spec) as Record<string, unknown> }),
    ...(wanted.data ? { data: { ...wanted.data } } : {}),
    ...wanted.extra,
  }
  deleteObject(cluster, entityOf(object))
  cluster.objects.set(entityOf(object), object)
  const known = cluster.kinds.get(object.kind)
  if (known) known.add(object)
  else cluster.kinds.set(object.kind, new Set([object]))
  return object
}

/** Metadata with one managedFields entry. Pods use it directly, everything else through `createObject`. */
export function newMetadata(cluster: Cluster, wanted: NewObject, at: number): Metadata {
  const time = isoSecond(cluster.clock, at)
  const paths = wanted.data ? ['data'] : ['metadata.labels', 'spec']
  return {
    name: wanted.name,
    ...(wanted.namespace === undefined ? {} : { namespace: wanted.namespace }),
    uid: uidOf(cluster.random),
    creationTimestamp: time,
    resourceVersion: String(nextVersion(cluster)),
    ...(wanted.spec === undefined ? {} : { generation: 1 }),
    labels: { ...wanted.labels },
    annotations: { ...wanted.annotations },
    ...(wanted.owner ? { ownerReferences: [wanted.owner] } : {}),
    managedFields: [fieldEntry({ manager: wanted.manager ?? 'helm', apiVersion: wanted.apiVersion, time, paths })],
  }
}

/** Records that `manager` wrote `paths` now: managedFields is where a reader finds the true time of a change. */
export function markChanged(cluster: Cluster, object: KubeObject, change: { manager: string; paths: readonly string[] }): void {
  const time = isoSecond(cluster.clock, cluster.clock.now)
  const entry = object.metadata.managedFields.find((field) => field.manager === change.manager)
  const fresh = fieldEntry({ manager: change.manager, apiVersion: object.apiVersion, time, paths: change.paths })
  if (entry) Object.assign(entry, fresh)
  else object.metadata.managedFields.push(fresh)
  object.metadata.resourceVersion = String(nextVersion(cluster))
  if (object.metadata.generation !== undefined && change.paths.some((path) => path.startsWith('spec'))) object.metadata.generation += 1
}

export function deleteObject(cluster: Cluster, id: EntityId): void {
  const object = cluster.objects.get(id)
  if (!object) return
  cluster.objects.delete(id)
  cluster.kinds.get(object.kind)?.delete(object)
}

export function findWorkload(cluster: Cluster, namespace: string, name: string): Workload | undefined {
  return (cluster.objects.get(formatEntity(namespace, 'Deployment', name)) ??
    cluster.objects.get(formatEntity(namespace, 'StatefulSet', name))) as Workload | undefined
}

export function findService(cluster: Cluster, namespace: string, name: string): Service | undefined {
  return cluster.objects.get(formatEntity(namespace, 'Service', name)) as Service | undefined
}

export function objectsOfKind(cluster: Cluster, kind: string): KubeObject[] {
  return [...(cluster.kinds.get(kind) ?? [])]
}

export function nodesOf(cluster: Cluster): Node[] {
  return objectsOfKind(cluster, 'Node') as Node[]
}

export function podsOf(cluster: Cluster, namespace: string, workload: string): Pod[] {
  return [...cluster.pods.values()].filter((pod) => pod.workload === workload && pod.metadata.namespace === namespace)
}

export function ownerOf(object: KubeObject): OwnerReference {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.metadata.name,
    uid: object.metadata.uid,
    controller: true,
  }
}

function nextVersion(cluster: Cluster): number {
  cluster.resourceVersion += 1 + cluster.random.integer(0, 40)
  return cluster.resourceVersion
}

function fieldEntry(field: { manager: string; apiVersion: string; time: string; paths: readonly string[] }): ManagedField {
  return {
    manager: field.manager,
    operation: 'Update',
    apiVersion: field.apiVersion,
    time: field.time,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldSet(field.paths),
  }
}

/** `spec.replicas` becomes `{"f:spec":{"f:replicas":{}}}`. */
function fieldSet(paths: readonly string[]): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const path of paths) {
    let level = root
    for (const part of path.split('.')) {
      const next = (level[`f:${part}`] ?? {}) as Record<string, unknown>
      level[`f:${part}`] = next
      level = next
    }
  }
  return root
}
