import { type EntityId, formatEntity } from '../../domain/entity.ts'
import { isoSecond } from '../clock.ts'
import { findWorkload, markChanged, podsOf } from '../cluster/cluster.ts'
import { removePod, replicaSetsOf } from '../cluster/replica-sets.ts'
import type { PodSpec, PodTemplate, Workload } from '../cluster/objects.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'

const WORKLOAD_KINDS: readonly string[] = ['Deployment', 'StatefulSet']

/** Changes a workload's pod template the way `kubectl patch` does; the controllers then roll it out. */
export function patchTemplate(
  world: World,
  unit: ServiceUnit,
  patch: { path: string; change: (template: PodTemplate) => void; manager?: string },
): void {
  const workload = workloadOf(world, unit)
  patch.change(workload.spec.template)
  markChanged(world.cluster, workload, { manager: patch.manager ?? 'kubectl-patch', paths: [`spec.template.spec.${patch.path}`] })
}

/** `kubectl rollout restart`. */
export function restart(world: World, unit: ServiceUnit): void {
  const workload = workloadOf(world, unit)
  workload.spec.template.metadata.annotations['kubectl.kubernetes.io/restartedAt'] = isoSecond(world.clock, world.clock.now)
  markChanged(world.cluster, workload, { manager: 'kubectl-rollout', paths: ['spec.template.metadata.annotations'] })
}

export function scaleTo(world: World, unit: ServiceUnit, replicas: number): void {
  const workload = workloadOf(world, unit)
  workload.spec.replicas = replicas
  markChanged(world.cluster, workload, { manager: 'kubectl', paths: ['spec.replicas'] })
}

function workloadOf(world: World, unit: ServiceUnit): Workload {
  const workload = findWorkload(world.cluster, unit.namespace, unit.workload)
  if (!workload) throw new RangeError(`the topology has no workload ${unit.namespace}/${unit.workload}`)
  return workload
}

/** The workload and its pods: for changes to the pod template they are one cause under several names. */
export function workloadEntities(world: World, unit: ServiceUnit): EntityId[] {
  return [entity(unit, unit.role === 'database' ? 'StatefulSet' : 'Deployment'), ...podEntities(world, unit)]
}

export function podEntities(world: World, unit: ServiceUnit): EntityId[] {
  return podsOf(world.cluster, unit.namespace, unit.workload).map((pod) => formatEntity(unit.namespace, 'Pod', pod.metadata.name))
}

/** Ties a workload to the node it is on, as if it had always been so. Answers the node. For plans, before time runs. */
export function pinToNode(world: World, unit: ServiceUnit): string {
  const pods = podsOf(world.cluster, unit.namespace, unit.workload)
  const node = pods[0]?.run.node ?? ''
  asIfAlways(world, unit, (spec) => {
    spec.nodeSelector = { 'kubernetes.io/hostname': node }
  })
  return node
}

/** Changes a workload, its sets and its pods as if they had been made that way. For plans, before time runs. */
export function asIfAlways(world: World, unit: ServiceUnit, change: (spec: PodSpec) => void): void {
  const workload = workloadOf(world, unit)
  change(workload.spec.template.spec)
  for (const set of replicaSetsOf(world.cluster, workload)) change(set.spec.template.spec)
  for (const pod of podsOf(world.cluster, unit.namespace, unit.workload)) change(pod.spec)
}

/** Ends the pods of a workload, as an eviction does; its set makes new ones. */
export function replacePods(world: World, unit: ServiceUnit): void {
  for (const pod of podsOf(world.cluster, unit.namespace, unit.workload)) removePod(world.cluster, pod, null)
}

/** The object of that kind that belongs to a service: its workload by the workload's name, everything else by the service's. */
export function entity(unit: ServiceUnit, kind: string): EntityId {
  return formatEntity(unit.namespace, kind, WORKLOAD_KINDS.includes(kind) ? unit.workload : unit.name)
}
