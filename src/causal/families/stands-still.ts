import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import { symptomsOf } from '../weigh/explain.ts'
import { listAt, textAt } from '../scene/json.ts'
import { quoteState } from '../scene/kubernetes/event-search.ts'
import { currentState, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom, SymptomKind } from '../scene/symptoms/symptom.ts'
import { family } from './family.ts'
import { because, buildProposal, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { byHand } from './shared/remedies.ts'

/** What objects say of themselves when they do not get where they should, most telling first. */
const NAMES: readonly (readonly [SymptomKind, string])[] = [
  ['image_pull_failed', 'image_not_pulled'],
  ['pod_not_created', 'pods_not_created'],
  ['pod_pending', 'pods_pending'],
  ['workload_unready', 'not_ready'],
]

/**
 * The last resort for objects: a workload, pod or claim whose own state says that it does not get where it should, while nothing that it calls does so. The
 * reason, as far as the object states one, is quoted.
 */
export const standsStill = family('stands_still', (scene) => {
  const still = symptomsOf(scene).filter(({ kind, until }) => until === null && NAMES.some(([one]) => one === kind))
  const units = new Set(still.map(({ entity }) => scene.graph.unitOf(entity)))
  const byOwner = Map.groupBy(still, ({ entity }) => owningWorkload(entity, scene))
  return [...byOwner]
    .filter(
      ([owner]) =>
        !scene.graph.from(scene.graph.unitOf(owner), 'calls').some((callee) => callee !== scene.graph.unitOf(owner) && units.has(callee)),
    )
    .map(([owner, symptoms]) => buildProposal(findingFor(owner, symptoms, scene)))
})

function findingFor(owner: EntityId, symptoms: readonly Symptom[], scene: Scene): Finding {
  const state = currentState(owner, scene)
  const stuck = listAt(state?.row.object, 'status', 'conditions').find((one) => textAt(one, 'reason') === 'ProgressDeadlineExceeded')
  const name = NAMES.find(([kind]) => symptoms.some((symptom) => symptom.kind === kind))?.[1] ?? 'not_ready'
  return {
    entity: owner,
    mechanism: stuck === undefined ? name : 'rollout_stands',
    basis: 'inferred',
    // An object that says that it stands still does not say why, so a person has to look.
    isReasonUnknown: true,
    since: earliest(symptoms.map(({ since }) => since)),
    victims: [owner],
    effects: ['image_pull_failed', ...WORKLOAD_DOWN],
    for: [
      ...(state === null || stuck === undefined
        ? []
        : [because(`the rollout of ${parseEntity(owner).name} stands`, quoteState(state, 'reason: ProgressDeadlineExceeded'))]),
      ...symptoms.slice(0, 3).map(({ text, citations }) => because(text, citations)),
    ],
    disprovenBy: `${parseEntity(owner).name} getting ready by itself, or something that it waits for failing first`,
    remedy: byHand('other', 'look at its newest events and at the log of its newest pod', {
      risk: 'None: nothing is changed.',
      undo: 'Nothing to undo.',
    }),
  }
}
