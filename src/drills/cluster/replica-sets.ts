import { formatEntity } from '../../domain/entity.ts'
import { hashText, suffixOf } from '../random.ts'
import { type Cluster, createObject, newMetadata, objectsOfKind, ownerOf } from './cluster.ts'
import type { KubeObject, PodTemplate, Workload, WorkloadSpec } from './objects.ts'
import { type Pod, newRun } from './pod.ts'
import { claimOf, quotaRefusal, requestsOf } from './quota.ts'

const FIRST_POD_OCTET = 10
const FAILED_CREATE_RETRY_SECONDS = 30
/** What every database of a drill keeps its data on. */
export const DATABASE_CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } } }

export interface ReplicaSet extends KubeObject<WorkloadSpec> {
  spec: WorkloadSpec
}

/** Ten letters that follow from the template alone, as the Deployment controller makes them. */
export function templateHash(template: PodTemplate): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789'
  let hash = hashText(JSON.stringify(template))
  let text = ''
  for (let index = 0; index < 10; index++) {
    text += letters[hash % letters.length] ?? 'b'
    hash = Math.imul(hash, 1_664_525) + 1_013_904_223 + index
    hash >>>= 0
  }
  return text
}

/** ReplicaSets of one Deployment, oldest first. */
export function replicaSetsOf(cluster: Cluster, deployment: Workload): ReplicaSet[] {
  return (objectsOfKind(cluster, 'ReplicaSet') as ReplicaSet[]).filter(
    (set) => set.metadata.ownerReferences?.[0]?.uid === deployment.metadata.uid,
  )
}

export function podsOwnedBy(cluster: Cluster, owner: KubeObject): Pod[] {
  return [...cluster.pods.values()].filter((pod) => pod.owner === owner.metadata.uid)
}

/** One pass: each ReplicaSet and StatefulSet gets the pods it asks for, unless admission refuses. */
export function stepReplicaSets(cluster: Cluster): void {
  const owned = Map.groupBy(cluster.pods.values(), (pod) => pod.owner ?? '')
  for (const object of [...objectsOfKind(cluster, 'ReplicaSet'), ...objectsOfKind(cluster, 'StatefulSet')]) {
    const set = object as ReplicaSet
    const pods = (owned.get(set.metadata.uid) ?? []).filter((pod) => pod.run.stage !== 'terminating')
    for (let missing = set.spec.replicas - pods.length; missing > 0; missing--) {
      if (!createPod(cluster, set)) break
    }
    for (const pod of surplus(pods, set.spec.replicas)) removePod(cluster, pod, set)
  }
}

/** Asks a pod to stop, with the events of its owner and its kubelet. */
export function removePod(cluster: Cluster, pod: Pod, owner: KubeObject | null): void {
  const { now } = cluster.clock
  if (owner) {
    const reference = refer(owner)
    const message = `Deleted pod: ${pod.metadata.name}`
    cluster.events.emit({ target: reference, reason: 'SuccessfulDelete', message, component: `${owner.kind.toLowerCase()}-controller` })
  }
  const container = pod.spec.containers[0].name
  if (pod.run.startedAt !== null && pod.run.stage !== 'backoff') {
    cluster.events.emit({
      target: { ...refer({ apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata }), fieldPath: `spec.containers{${container}}` },
      reason: 'Killing',
      message: `Stopping container ${container}`,
      component: 'kubelet',
      host: pod.run.node,
    })
  }
  pod.run.stage = 'terminating'
  pod.run.isReady = false
  pod.run.until = now + cluster.random.integer(1, 4)
}

/** A reference for events. */
export function refer(object: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>) {
  const { namespace, name, uid } = object.metadata
  return { apiVersion: object.apiVersion, kind: object.kind, name, uid, ...(namespace === undefined ? {} : { namespace }) }
}

/** Creates one pod of a set. False when admission refused it, which is reported on the set and tried again later. */
function createPod(cluster: Cluster, set: ReplicaSet): boolean {
  const { now } = cluster.clock
  const retryAt = Number(set.metadata.annotations['drill/retry-at'] ?? '-Infinity')
  if (retryAt > now) return false
  const namespace = set.metadata.namespace ?? 'default'
  const name = podName(cluster, set)
  const refusal =
    claimProblem(cluster, set, name) ??
    forbidden(
      name,
      quotaRefusal(cluster, namespace, requestsOf(set.spec.template.spec)) ?? accountRefusal(cluster, namespace, set.spec.template),
    )
  if (refusal !== null) {
    // The annotation is stripped when objects are written: it is the controller's memory, not part of the object.
    set.metadata.annotations['drill/retry-at'] = String(now + FAILED_CREATE_RETRY_SECONDS)
    cluster.events.emit({
      target: refer(set),
      reason: 'FailedCreate',
      message: refusal,
      severity: 'Warning',
      component: `${set.kind.toLowerCase()}-controller`,
    })
    return false
  }
  addPod(cluster, set, name)
  const controller = `${set.kind.toLowerCase()}-controller`
  cluster.events.emit({ target: refer(set), reason: 'SuccessfulCreate', message: `Created pod: ${name}`, component: controller })
  return true
}

function forbidden(pod: string, why: string | null): string | null {
  return why === null ? null : `Error creating: pods "${pod}" is forbidden: ${why}`
}

/** A StatefulSet makes the claim of its pod first, where that is gone. Answers why it could not; null when the claim is there. */
function claimProblem(cluster: Cluster, set: ReplicaSet, pod: string): string | null {
  const claimName = set.spec.template.spec.volumes.find((volume) => volume.persistentVolumeClaim)?.persistentVolumeClaim?.claimName
  const namespace = set.metadata.namespace ?? 'default'
  if (set.kind !== 'StatefulSet' || claimName === undefined) return null
  if (cluster.objects.has(formatEntity(namespace, 'PersistentVolumeClaim', claimName))) return null
  const refusal = quotaRefusal(cluster, namespace, claimOf(DATABASE_CLAIM))
  if (refusal !== null) {
    return `create Claim ${claimName} for Pod ${pod} in StatefulSet ${set.metadata.name} failed error: persistentvolumeclaims "${claimName}" is forbidden: ${refusal}`
  }
  createObject(cluster, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claimName, spec: DATABASE_CLAIM })
  return null
}

function addPod(cluster: Cluster, set: ReplicaSet, name: string): void {
  const template = structuredClone(set.spec.template)
  const namespace = set.metadata.namespace ?? 'default'
  const metadata = newMetadata(
    cluster,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace,
      name,
      labels: template.metadata.labels,
      annotations: template.metadata.annotations,
      owner: ownerOf(set),
      manager: 'kube-controller-manager',
    },
    cluster.clock.now,
  )
  const pod: Pod = {
    metadata,
    spec: template.spec,
    workload: set.metadata.annotations['drill/workload'] ?? set.metadata.name,
    ip: `10.${cluster.random.integer(40, 90)}.${cluster.random.integer(0, 250)}.${cluster.random.integer(FIRST_POD_OCTET, 250)}`,
    createdAt: cluster.clock.now,
    owner: set.metadata.uid,
    run: newRun(),
  }
  cluster.pods.set(`${namespace}/${name}`, pod)
}

/** Makes the ReplicaSet of a Deployment's present template. */
export function createReplicaSet(cluster: Cluster, deployment: Workload, at: number): ReplicaSet {
  const hash = templateHash(deployment.spec.template)
  const template = structuredClone(deployment.spec.template)
  template.metadata.labels['pod-template-hash'] = hash
  const revision = String(replicaSetsOf(cluster, deployment).length + 1)
  deployment.metadata.annotations['deployment.kubernetes.io/revision'] = revision
  return createObject(cluster, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    ...(deployment.metadata.namespace === undefined ? {} : { namespace: deployment.metadata.namespace }),
    name: `${deployment.metadata.name}-${hash}`,
    labels: template.metadata.labels,
    annotations: { 'deployment.kubernetes.io/revision': revision, 'drill/workload': deployment.metadata.name },
    owner: ownerOf(deployment),
    spec: { replicas: 0, selector: { matchLabels: template.metadata.labels }, template },
    at,
    manager: 'kube-controller-manager',
  }) as ReplicaSet
}

function podName(cluster: Cluster, set: ReplicaSet): string {
  if (set.kind === 'ReplicaSet') return `${set.metadata.name}-${suffixOf(cluster.random, 5)}`
  const taken = new Set(podsOwnedBy(cluster, set).map((pod) => pod.metadata.name))
  const ordinal = Array.from({ length: set.spec.replicas + 1 }, (_, index) => index).find(
    (index) => !taken.has(`${set.metadata.name}-${index}`),
  )
  return `${set.metadata.name}-${ordinal ?? 0}`
}

/** Not-ready pods go first, then the youngest. */
function surplus(pods: readonly Pod[], wanted: number): Pod[] {
  const order = [...pods].sort((a, b) => Number(a.run.isReady) - Number(b.run.isReady) || b.createdAt - a.createdAt)
  return order.slice(0, Math.max(0, pods.length - wanted))
}

function accountRefusal(cluster: Cluster, namespace: string, template: PodTemplate): string | null {
  const name = template.spec.serviceAccountName
  if (cluster.objects.has(formatEntity(namespace, 'ServiceAccount', name))) return null
  return `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`
}
