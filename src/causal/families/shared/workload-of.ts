import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import { owningWorkload } from '../../scene/kubernetes/owning-workload.ts'
import { isWorkload, WORKLOAD_KINDS } from '../../scene/kubernetes/workload.ts'
import type { Scene } from '../../scene/scene.ts'

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
  return scene.objects
    .current()
    .map(({ row }) => row.entity)
    .filter((one) => isWorkload(one) && scene.graph.unitOf(one) === unit)
}

function rank(entity: EntityId): number {
  return WORKLOAD_KINDS.findIndex((kind) => kind === parseEntity(entity).kind)
}
