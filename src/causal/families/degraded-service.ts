import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import { symptomsOf } from '../weigh/explain.ts'
import { calmUntil, declaredStart } from '../scene/onset.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom, SymptomKind } from '../scene/symptoms/symptom.ts'
import { skippedWork } from '../scene/skipped-work.ts'
import { owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { WORKLOAD_KINDS } from '../scene/kubernetes/workload.ts'
import { family } from './family.ts'
import type { Finding } from './shared/build-proposal.ts'
import { readSpans } from './shared/reads.ts'

/** What a service can do wrong by itself, seen in numbers alone. Lost traffic is never its own doing. */
const OWN_KINDS: ReadonlySet<SymptomKind> = new Set(['error_rate', 'latency', 'log_error', 'saturation', 'throttling', 'container_restart'])
/** What a workload shows itself, in its log or in its pods. */
const PLACED_KINDS: ReadonlySet<SymptomKind> = new Set(['log_error', 'container_restart'])
/** Weaker departures than this come and go on healthy systems. */
const LEAST_STRENGTH = 0.5

/**
 * A service that fails or slows down while nothing it calls does: numbers place the fault there without showing what it is. An alert on a whole namespace places none. The last
 * resort of the engine; any mechanism with evidence of its own comes before it.
 */
export const degradedService = family('degraded_service', (scene) => {
  const symptoms = symptomsOf(scene)
  const strong = symptoms.filter(
    (symptom) => (OWN_KINDS.has(symptom.kind) || isUnreached(symptom, symptoms)) && symptom.strength >= LEAST_STRENGTH,
  )
  const byUnit = Map.groupBy(strong, (symptom) => scene.graph.unitOf(symptom.entity))
  // What is over names nothing by numbers alone, unless people say that it is the incident they mean.
  const isDeclared = declaredStart(scene.facts) !== null
  const told = new Set(skippedWork(scene.facts, calmUntil(scene.facts, scene.window)).map(({ service }) => service))
  return [...byUnit]
    .filter(([, own]) => isDeclared || own.some(({ until }) => until === null))
    .filter(([unit]) => parseEntity(unit).kind !== 'Namespace' && !told.has(unit) && !hasFailingCallee(unit, byUnit, scene))
    .map(([unit, own]) => findingFor(unit, own, scene))
})

/** Calls that no longer get through place the fault at the callee, or before it; at the caller when that reaches several no longer. */
function isUnreached(symptom: Symptom, symptoms: readonly Symptom[]): boolean {
  if (symptom.kind !== 'unreachable' || symptom.seenBy === undefined) return false
  const unreached = symptoms.filter(({ kind, seenBy }) => kind === 'unreachable' && seenBy === symptom.seenBy)
  return new Set(unreached.map(({ entity }) => entity)).size === 1
}

function hasFailingCallee(unit: EntityId, failing: ReadonlyMap<EntityId, unknown>, scene: Scene): boolean {
  return scene.graph
    .from(unit, 'calls')
    .some((callee) => callee !== unit && failing.has(callee) && !scene.graph.from(callee, 'calls').includes(unit))
}

/** The workload where its own pods or logs show it, for that is what people edit; the service that others speak of in all other cases. */
function placeOf(unit: EntityId, symptoms: readonly Symptom[], scene: Scene): EntityId {
  const own = symptoms
    .filter(({ seenBy, kind }) => seenBy === undefined && PLACED_KINDS.has(kind))
    .map(({ entity }) => owningWorkload(entity, scene))
  return own.find((entity) => WORKLOAD_KINDS.some((kind) => kind === parseEntity(entity).kind)) ?? unit
}

function findingFor(unit: EntityId, symptoms: readonly Symptom[], scene: Scene): Finding {
  const [strongest] = symptoms.toSorted((a, b) => b.strength - a.strength)
  return {
    entity: placeOf(unit, symptoms, scene),
    mechanism: strongest?.kind === 'latency' ? 'service_slow' : 'service_failing',
    since: earliest(symptoms.map((symptom) => symptom.since)),
    basis: 'inferred',
    for: symptoms.slice(0, 3).map((symptom) => ({ text: symptom.text, citations: symptom.citations })),
    victims: [unit],
    effects: [...OWN_KINDS, 'unreachable'],
    disprovenBy: `a dependency of ${unit} that fails or slows down first`,
    reads: readSpans(unit, scene, true),
  }
}
