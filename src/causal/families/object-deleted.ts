import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Proposal } from '../weigh/candidate.ts'
import type { ObjectChange } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { applyFile, kubectl } from './kubectl.ts'
import type { Family } from './family.ts'

/** Kinds without which those that refer to them cannot work. */
const NEEDED = new Set(['Service', 'Deployment', 'StatefulSet', 'ConfigMap', 'ServiceAccount', 'PersistentVolumeClaim', 'Ingress'])

/** An object that was there and is gone, while others still call, mount or use it. */
export const objectDeleted: Family = {
  name: 'object_deleted',
  propose(scene) {
    const deleted = scene.objects.changes.filter((change) => change.kind === 'deleted' && NEEDED.has(parseEntity(change.entity).kind))
    return deleted.map((change) => proposalFor(change, scene))
  },
}

function proposalFor(change: ObjectChange, scene: Scene): Proposal {
  const { entity } = change
  const { kind, name } = parseEntity(entity)
  const version = scene.objects.versionsOf(entity).at(-1)
  return {
    entity,
    mechanism: `${kind.toLowerCase()}_deleted`,
    since: change.at,
    basis: 'changed',
    for: [
      {
        text: `was last seen at ${version?.row.lastSeenAt?.toISOString() ?? 'an unknown time'} and is gone since`,
        citations: change.citations,
      },
    ],
    against: [],
    victims: victimsOf(entity, scene),
    effects: [
      'traffic_drop',
      'error_rate',
      'unreachable',
      'no_endpoints',
      'workload_unready',
      'container_restart',
      'pod_pending',
      'pod_not_created',
      'log_error',
    ],
    disprovenBy: `${kind} ${name} being there`,
    disconfirmingQueries: [{ kind: 'object_versions', entity }],
    action: {
      kind: 'other',
      target: entity,
      what: 'create it again from the file that it was made of',
      commands: [applyFile(entity, `${name}.yaml`)],
      risk: 'It may have been removed on purpose. The receipts quote what it held.',
      undo: { what: 'delete it again', commands: [kubectl('delete', entity)] },
      citations: change.citations,
    },
  }
}

/** A service or workload fails itself; anything else fails those that refer to it. */
function victimsOf(entity: EntityId, scene: Scene): readonly EntityId[] {
  const users = [...scene.graph.to(entity, 'mounts'), ...scene.graph.to(entity, 'references')].map((user) => scene.graph.unitOf(user))
  return ['Service', 'Deployment', 'StatefulSet'].includes(parseEntity(entity).kind) ? [entity] : [...new Set(users)]
}
