import { type EntityId, parseEntity } from '../../../domain/entity.ts'
import type { ObjectVersion, Scene } from '../../scene/scene.ts'
import { owningWorkload } from '../../scene/kubernetes/states-and-events.ts'
import { isWorkload, WORKLOAD_KINDS } from '../../scene/kubernetes/fields.ts'

/** Kinds that keep pods running, and that people edit and roll back. */
const LASTING_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet']

/** Newest versions of the workloads that keep pods running. */
export function workloadsIn({ objects }: Scene): readonly ObjectVersion[] {
  return LASTING_KINDS.flatMap((kind) => objects.current(kind))
}

/** True for a workload that keeps pods running. */
export function keepsPodsRunning(entity: EntityId): boolean {
  return LASTING_KINDS.includes(parseEntity(entity).kind)
}

/** The ConfigMaps that a workload reads. */
export function configMapsOf(workload: EntityId, { graph }: Scene): readonly EntityId[] {
  const read = [...graph.from(workload, 'mounts'), ...graph.from(workload, 'references')]
  return [...new Set(read)].filter((entity) => parseEntity(entity).kind === 'ConfigMap')
}

/**
 * The workload that people edit and roll back: the topmost owner of a pod, or what runs behind a service. The entity itself when
 * no workload is known.
 */
export function workloadOf(entity: EntityId, scene: Scene): EntityId {
  const owned = owningWorkload(entity, scene)
  if (owned !== entity || isWorkload(owned)) return owned
  const behind = scene.graph.from(entity, 'selects').filter(isWorkload)
  const known = behind.length > 0 ? behind : sameUnit(entity, scene)
  return known.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))[0] ?? entity
}

function sameUnit(entity: EntityId, scene: Scene): readonly EntityId[] {
  const unit = scene.graph.unitOf(entity)
  const all = scene.objects.current().map(({ row }) => row.entity)
  return all.filter((one) => isWorkload(one) && scene.graph.unitOf(one) === unit)
}

function rank(entity: EntityId): number {
  return WORKLOAD_KINDS.findIndex((kind) => kind === parseEntity(entity).kind)
}
