import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import { WORKLOAD_KINDS } from '../../scene/kubernetes/workload.ts'
import type { Scene } from '../../scene/scene.ts'

/** Most steps from a pod up to its workload. */
const MAX_OWNERS = 4

/**
 * The workload that people edit and roll back: the topmost owner of a pod, or what runs behind a service. The entity itself when
 * no workload is known.
 */
export function workloadOf(entity: EntityId, scene: Scene): EntityId {
  const owned = topOwner(entity, scene)
  if (owned !== entity || isWorkload(owned)) return owned
  const behind = scene.graph.from(entity, 'selects').filter(isWorkload)
  const known = behind.length > 0 ? behind : sameUnit(entity, scene)
  return known.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))[0] ?? entity
}

function topOwner(entity: EntityId, scene: Scene): EntityId {
  let top = entity
  for (let step = 0; step < MAX_OWNERS; step++) {
    const [owner] = scene.graph.to(top, 'owns')
    if (owner === undefined) break
    top = owner
  }
  return top
}

function sameUnit(entity: EntityId, scene: Scene): readonly EntityId[] {
  const unit = scene.graph.unitOf(entity)
  return scene.objects
    .current()
    .map(({ row }) => row.entity)
    .filter((one) => isWorkload(one) && scene.graph.unitOf(one) === unit)
}

function isWorkload(entity: EntityId): boolean {
  return WORKLOAD_KINDS.some((kind) => kind === parseEntity(entity).kind)
}

function rank(entity: EntityId): number {
  return WORKLOAD_KINDS.findIndex((kind) => kind === parseEntity(entity).kind)
}
