import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { ObjectNames } from './object-names.ts'

/** Most steps from a pod up to the workload that nobody owns (pod, ReplicaSet, Deployment, operator object). */
const MAX_OWNERS = 5

/**
 * Returns for an object the entity under which its telemetry is told: the Service that selects its pods, the one of its own name first, then the shortest name;
 * without one the workload that nobody owns. Services, nodes and unknown entities are their own.
 */
export function createFronts(named: readonly ObjectNames[]): (entity: EntityId) => EntityId {
  const objects = new Map(named.map((one) => [one.entity, one]))
  const services = Map.groupBy(
    named.filter(({ selector }) => selector.size > 0),
    ({ entity }) => parseEntity(entity).scope,
  )

  function selectorsOf({ entity, podLabels }: ObjectNames): readonly ObjectNames[] {
    const near = services.get(parseEntity(entity).scope) ?? []
    return podLabels.size === 0 ? [] : near.filter(({ selector }) => [...selector].every(([key, value]) => podLabels.get(key) === value))
  }

  function rootOf(entity: EntityId): EntityId {
    let top = entity
    for (let step = 0; step < MAX_OWNERS; step += 1) {
      const owner = objects.get(top)?.owner
      if (!owner) break
      top = formatEntity(parseEntity(top).scope, owner.kind, owner.name)
    }
    return top
  }

  return (entity) => {
    const own = objects.get(entity)
    if (own === undefined || parseEntity(entity).kind === 'Service' || parseEntity(entity).kind === 'Node') return entity
    const root = rootOf(entity)
    const { scope, name } = parseEntity(root)
    const sameName = formatEntity(scope, 'Service', name)
    if (objects.has(sameName)) return sameName
    const selecting = [objects.get(root), own].map((one) => (one === undefined ? [] : selectorsOf(one))).find((found) => found.length > 0)
    const living = (selecting ?? []).filter(({ isCurrent }) => isCurrent)
    const fronts = (living.length > 0 ? living : (selecting ?? [])).map((service) => service.entity)
    return fronts.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? root
  }
}
