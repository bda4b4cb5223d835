import { parseEntity } from '../../domain/entity.ts'
import { quoteState, currentState } from '../scene/kubernetes/states-and-events.ts'
import { type UnmetState, unmetStates } from '../scene/kubernetes/unmet-state.ts'
import type { ObjectVersion } from '../scene/scene.ts'
import { type Symptom, symptomsOf } from '../scene/symptoms/symptom.ts'
import { family, because, type Finding, PROGRAM_FAILS, WORKLOAD_DOWN } from './family.ts'
import { byHand } from './shared/remedies.ts'

/** An object of any kind says of itself, in its conditions or its phase, that it is not as it should be. */
export const stateUnmet = family('state_unmet', (scene) =>
  symptomsOf(scene).flatMap((symptom) => {
    const version = symptom.source === 'object' ? currentState(symptom.entity, scene) : null
    const [first] = version === null ? [] : unmetStates(version)
    return version === null || first === undefined ? [] : [findingFor(version, first, symptom)]
  }),
)

function findingFor(version: ObjectVersion, state: UnmetState, { entity, since }: Symptom): Finding {
  const { kind, name } = parseEntity(entity)
  return {
    entity,
    mechanism: 'state_unmet',
    since,
    basis: state.because === '' ? 'measured' : 'witnessed',
    isReasonUnknown: true,
    for: [because(`${kind} ${name} ${state.says}`, quoteState(version, ...state.fragments))],
    effects: ['state_unmet', ...WORKLOAD_DOWN, ...PROGRAM_FAILS],
    disprovenBy: `${name} getting right by itself, or something that it needs failing first`,
    remedy: byHand('other', 'look at its conditions and its newest events', {
      risk: 'None: nothing is changed.',
      undo: 'Nothing to undo.',
    }),
  }
}
