import { nameOr } from '../../domain/command-names.ts'
import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { findLastingEvents, firstSeen, quoteEvent, quoteState, type HeldEvent } from '../scene/kubernetes/event-search.ts'
import { lacksKey, MISSING_REFERENCE, readMissingReference, type MissingReference } from '../scene/kubernetes/missing-reference.ts'
import { currentState, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { overlaySpec } from '../scene/kubernetes/pod-spec-overlay.ts'
import { mapAt } from '../scene/json.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/**
 * A workload whose pods cannot start because the ConfigMap or Secret they refer to, or a key of it, is missing. One that was deleted is the cause itself, and
 * so is one that was read and lacks the key, unless it is the workload that began to ask for it.
 */
export const referenceMissing = family('reference_missing', (scene) => {
  const byWorkload = Map.groupBy(findLastingEvents(scene, MISSING_REFERENCE), ({ row }) => owningWorkload(row.entity, scene))
  return [...byWorkload].flatMap(([workload, events]) => findingsFor(workload, events, scene))
})

function findingsFor(workload: EntityId, events: readonly HeldEvent[], scene: Scene): readonly Finding[] {
  const last = events.at(-1)
  if (last === undefined) return []
  const spec = overlaySpec(currentState(last.row.entity, scene), currentState(workload, scene))
  const missing = readMissingReference(last.row.message, parseEntity(workload).scope, spec)
  if (missing === null) return []
  const { kind, object, key, words } = missing
  if (scene.objects.changes.some((change) => change.entity === object && change.kind === 'deleted')) return []
  const lacking = lackingObject(workload, missing, scene)
  const entity = lacking ?? workload
  return [
    {
      entity,
      mechanism: `${kind.toLowerCase()}_${key === null ? 'missing' : 'key_missing'}`,
      basis: 'witnessed',
      since: firstSeen(events),
      victims: [workload],
      effects: ['container_restart', ...WORKLOAD_DOWN],
      for: [
        because(`${parseEntity(workload).name} needs ${describe(missing)}, which is not there`, quoteEvent(last, words)),
        ...(lacking === null ? [] : contentOf(lacking, scene)),
      ],
      disprovenBy: `${describe(missing)} being there and the pods still not starting`,
      reads: [{ kind: 'object_versions', entity: object ?? workload }],
      remedy: editRemedy(entity, remedyFor(missing)),
    },
  ]
}

/** The object, where it was read and lacks the key; null where it was not read, or a change of the workload first asked for that key. */
function lackingObject(workload: EntityId, { object, key }: MissingReference, scene: Scene): EntityId | null {
  const state = object === null ? null : currentState(object, scene)
  if (state === null || key === null || !lacksKey(state, key)) return null
  const isNewlyAsked = scene.objects.changes.some(
    (change) => change.entity === workload && change.path.endsWith('.key') && change.to === key,
  )
  return isNewlyAsked ? null : object
}

function contentOf(object: EntityId, scene: Scene): readonly Argument[] {
  const state = currentState(object, scene)
  const keys = ['data', 'binaryData'].flatMap((part) => Object.keys(mapAt(state?.row.object, part)).map((key) => `${part}.${key}`))
  return state === null ? [] : [because('what it holds instead', quoteState(state, ...keys, 'metadata.name'))]
}

function describe({ kind, object, key }: MissingReference): string {
  const whole = object === null ? `a ${kind}` : `the ${kind} ${parseEntity(object).name}`
  return key === null ? whole : `the key ${key} of ${whole}`
}

function remedyFor({ kind, object, key }: MissingReference): string {
  const name = object === null ? null : parseEntity(object).name
  return key === null
    ? `refer to a ${kind} that exists, or create ${nameOr('objectName', name, 'the one that is missing')}`
    : `refer to a key that exists, or add the missing one to ${nameOr('objectName', name, `the ${kind}`)}`
}
