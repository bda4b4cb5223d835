import { type EntityId, formatEntity } from '../../domain/entity.ts'
import { isoSecond } from '../clock.ts'
import { findWorkload, markChanged, podsOf } from '../cluster/cluster.ts'
import { replicaSetsOf } from '../cluster/replica-sets.ts'
import type { PodTemplate, Workload } from '../cluster/objects.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'

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
  const workload = findWorkload(world.cluster, unit.namespace, unit.name)
  if (!workload) throw new RangeError(`the topology has no workload ${unit.namespace}/${unit.name}`)
  return workload
}

/** The workload and its pods: for changes to the pod template they are one cause under several names. */
export function workloadEntities(world: World, unit: ServiceUnit): EntityId[] {
  return [entity(unit, unit.role === 'database' ? 'StatefulSet' : 'Deployment'), ...podEntities(world, unit)]
}

export function podEntities(world: World, unit: ServiceUnit): EntityId[] {
  return podsOf(world.cluster, unit.namespace, unit.name).map((pod) => formatEntity(unit.namespace, 'Pod', pod.metadata.name))
}

/** Ties a workload to the node it is on, as if it had always been so. Answers the node. For plans, before time runs. */
export function pinToNode(world: World, unit: ServiceUnit): string {
  const pods = podsOf(world.cluster, unit.namespace, unit.name)
  const node = pods[0]?.run.node ?? ''
  const nodeSelector = { 'kubernetes.io/hostname': node }
  const workload = workloadOf(world, unit)
  workload.spec.template.spec.nodeSelector = nodeSelector
  for (const set of replicaSetsOf(world.cluster, workload)) set.spec.template.spec.nodeSelector = nodeSelector
  for (const pod of pods) pod.spec.nodeSelector = nodeSelector
  return node
}

export function entity(unit: ServiceUnit, kind: string): EntityId {
  return formatEntity(unit.namespace, kind, unit.name)
}
