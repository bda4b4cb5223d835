import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import { quoteState, currentState, owningWorkload } from '../scene/kubernetes/states-and-events.ts'
import { conditionOf, isWorkload, textAt } from '../scene/kubernetes/fields.ts'
import { declaredStart } from '../scene/onset.ts'
import type { Scene } from '../scene/scene.ts'
import { skippedIn } from '../scene/skipped-work.ts'
import { isClear, type Symptom, type SymptomKind, symptomsOf } from '../scene/symptoms/symptom.ts'
import { family, because, type Finding, readSpans, WORKLOAD_DOWN } from './family.ts'
import { byHand } from './shared/remedies.ts'

/** What objects say of themselves when they do not get where they should, most telling first. */
const STATES: readonly (readonly [SymptomKind, string])[] = [
  ['image_pull_failed', 'image_not_pulled'],
  ['pod_not_created', 'pods_not_created'],
  ['pod_pending', 'pods_pending'],
  ['workload_unready', 'not_ready'],
]
/** What a service can do wrong by itself, seen in numbers alone. Lost traffic is never its own doing. */
const OWN_KINDS: ReadonlySet<SymptomKind> = new Set(['error_rate', 'latency', 'log_error', 'saturation', 'throttling', 'container_restart'])
/** What a workload shows itself, in its log or in its pods. */
const PLACED_KINDS: ReadonlySet<SymptomKind> = new Set(['log_error', 'container_restart'])

/**
 * The last resort: something is wrong with a thing, nothing that it calls shows the same, and nothing says why. An object says of itself that it does not get
 * where it should, or numbers place the fault at a service that fails or slows down. That a program restarts is said once, by its object.
 */
export const unexplained = family('unexplained', (scene) => {
  const symptoms = symptomsOf(scene)
  const still = symptoms.filter(({ kind, until }) => until === null && STATES.some(([one]) => one === kind))
  const stuck = firstOf(still, ({ entity }) => owningWorkload(entity, scene), scene)
  const said = new Set(stuck.map(([owner]) => owner))
  const isSaid = (unit: EntityId, own: readonly Symptom[]) =>
    own.every(({ kind }) => kind === 'container_restart') && said.has(placeOf(unit, own, scene))
  const departed = symptoms.filter((one) => (OWN_KINDS.has(one.kind) || isUnreached(one, symptoms)) && isClear(one))
  // What is over names nothing by numbers alone, unless people say that it is the incident they mean.
  const isMeant = ({ until }: Symptom) => until === null || declaredStart(scene.facts) !== null
  const told = new Set(skippedIn(scene).map(({ service }) => service))
  const failing = firstOf(departed, ({ entity }) => scene.graph.unitOf(entity), scene).filter(
    // An alert on a whole namespace places no fault.
    ([unit, own]) => own.some(isMeant) && parseEntity(unit).kind !== 'Namespace' && !told.has(unit) && !isSaid(unit, own),
  )
  return [
    ...stuck.map(([owner, own]) => stuckFinding(owner, own, scene)),
    ...failing.map(([unit, own]) => failingFinding(unit, own, scene)),
  ]
})

/** Symptoms by where they are seen, without the places of which only alerts tell, or that wait for one which shows such symptoms as well. */
function firstOf(symptoms: readonly Symptom[], placeIn: (symptom: Symptom) => EntityId, { graph }: Scene) {
  const units = new Set(symptoms.map(({ entity }) => graph.unitOf(entity)))
  const isWaiting = (unit: EntityId) =>
    graph.from(unit, 'calls').some((callee) => callee !== unit && units.has(callee) && !graph.from(callee, 'calls').includes(unit))
  // An alert is a symptom to be explained: alone it says nothing of its cause that it has not said already.
  const isSeen = ({ source }: Symptom) => source !== 'alert'
  return [...Map.groupBy(symptoms, placeIn)].filter(([place, own]) => !isWaiting(graph.unitOf(place)) && own.some(isSeen))
}

/** Calls that no longer get through place the fault at the callee, or before it; at the caller when that reaches several no longer. */
function isUnreached({ kind, seenBy }: Symptom, symptoms: readonly Symptom[]): boolean {
  if (kind !== 'unreachable' || seenBy === undefined) return false
  const unreached = symptoms.filter((other) => other.kind === 'unreachable' && other.seenBy === seenBy)
  return new Set(unreached.map(({ entity }) => entity)).size === 1
}

/** The workload where its own pods or logs show it, for that is what people edit; the service that others speak of in all other cases. */
function placeOf(unit: EntityId, symptoms: readonly Symptom[], scene: Scene): EntityId {
  const own = symptoms.filter(({ seenBy, kind }) => seenBy === undefined && PLACED_KINDS.has(kind))
  return own.map(({ entity }) => owningWorkload(entity, scene)).find(isWorkload) ?? unit
}

function failingFinding(unit: EntityId, symptoms: readonly Symptom[], scene: Scene): Finding {
  const [strongest] = symptoms.toSorted((a, b) => b.strength - a.strength)
  return {
    ...commonOf(placeOf(unit, symptoms, scene), symptoms),
    mechanism: strongest?.kind === 'latency' ? 'service_slow' : 'service_failing',
    victims: [unit],
    effects: [...OWN_KINDS, 'unreachable'],
    disprovenBy: `a dependency of ${unit} that fails or slows down first`,
    reads: readSpans(unit, scene, true),
  }
}

function stuckFinding(owner: EntityId, symptoms: readonly Symptom[], scene: Scene): Finding {
  const { name } = parseEntity(owner)
  const state = currentState(owner, scene)
  const isStuck = textAt(conditionOf(state?.row.object, 'Progressing'), 'reason') === 'ProgressDeadlineExceeded'
  const quote = state !== null && isStuck ? quoteState(state, 'reason: ProgressDeadlineExceeded') : []
  const own = commonOf(owner, symptoms)
  return {
    ...own,
    mechanism: isStuck ? 'rollout_stands' : (STATES.find(([kind]) => symptoms.some((one) => one.kind === kind))?.[1] ?? 'not_ready'),
    // An object that says that it stands still does not say why, so a person has to look.
    isReasonUnknown: true,
    effects: ['image_pull_failed', ...WORKLOAD_DOWN],
    for: [because(`the rollout of ${name} stands`, quote), ...own.for],
    disprovenBy: `${name} getting ready by itself, or something that it waits for failing first`,
    remedy: byHand('other', 'look at its newest events and at the log of its newest pod', {
      risk: 'None: nothing is changed.',
      undo: 'Nothing to undo.',
    }),
  }
}

function commonOf(entity: EntityId, symptoms: readonly Symptom[]): Pick<Finding, 'entity' | 'basis' | 'since' | 'for'> {
  return {
    entity,
    basis: 'inferred',
    since: earliest(symptoms.map(({ since }) => since)),
    for: symptoms.slice(0, 3).map(({ text, citations }) => because(text, citations)),
  }
}
