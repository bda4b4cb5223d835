import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { ObjectChange, Scene } from '../scene/scene.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { createAgain } from './shared/remedies.ts'

/** Kinds without which those that refer to them cannot work. */
const NEEDED = new Set(['Service', 'Deployment', 'StatefulSet', 'ConfigMap', 'ServiceAccount', 'PersistentVolumeClaim', 'Ingress'])

/** An object that was there and is gone, while others still call, mount or use it. */
export const objectDeleted = family('object_deleted', (scene) => {
  const deleted = scene.objects.changes.filter((change) => change.kind === 'deleted' && NEEDED.has(parseEntity(change.entity).kind))
  return deleted.map((change) => findingFor(change, scene))
})

function findingFor(change: ObjectChange, scene: Scene): Finding {
  const { entity } = change
  const { kind, name } = parseEntity(entity)
  const version = scene.objects.versionsOf(entity).at(-1)
  return {
    entity,
    mechanism: `${kind.toLowerCase()}_deleted`,
    since: change.at,
    basis: 'changed',
    for: [because(`was last seen at ${version?.row.lastSeenAt?.toISOString() ?? 'an unknown time'} and is gone since`, change.citations)],
    victims: victimsOf(entity, scene),
    effects: ['container_restart', ...WORKLOAD_DOWN],
    disprovenBy: `${kind} ${name} being there`,
    remedy: createAgain(entity),
  }
}

/** A service or workload fails itself; anything else fails those that refer to it. */
function victimsOf(entity: EntityId, scene: Scene): readonly EntityId[] {
  const users = [...scene.graph.to(entity, 'mounts'), ...scene.graph.to(entity, 'references')].map((user) => scene.graph.unitOf(user))
  return ['Service', 'Deployment', 'StatefulSet'].includes(parseEntity(entity).kind) ? [entity] : [...new Set(users)]
}
