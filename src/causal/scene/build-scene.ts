import { CLUSTER_SCOPE, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { withShortMessages } from '../../domain/message-length.ts'
import { askedWindow, settleAsked, untilAsked } from './asked-window.ts'
import { settleBackground, settleContradicted } from './background.ts'
import { begunBefore } from './begun-before.ts'
import { heardBelowAlerts } from './below-alerts.ts'
import { buildGraph } from './build-graph.ts'
import { buildObjectHistory } from './build-object-history.ts'
import { type Facts, rowsHeld } from './cite.ts'
import { isLogExcerpt, withoutUsual } from './excerpt.ts'
import type { Graph, Scene } from './scene.ts'
import { calmUntil, dataWindow, declaredStart, findOnset } from './onset.ts'
import { isServingRead } from './recorded-calls.ts'
import { gatherSaid } from './kubernetes/said.ts'
import { readSymptoms } from './symptoms/index.ts'
import type { RawSymptom } from './symptoms/symptom-sources.ts'
import { shiftSeconds, type TimeWindow } from '../../domain/time-window.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Indexes the facts once: objects over time, graph, symptoms, window and onset. Never throws; missing kinds leave holes. */
export function buildScene(recorded: Facts): Scene {
  const read = untilAsked(readableFacts(recorded))
  const window = dataWindow(read)
  const begunAt = begunBefore(read, window)
  const facts = begunAt !== null ? withoutUsual(read, null) : isLogExcerpt(read) ? withoutUsual(read, 0) : read
  const objects = buildObjectHistory(facts)
  const graph = buildGraph(facts, objects)
  const declared = declaredStart(facts)
  const heard = readSymptoms({
    facts,
    objects,
    graph,
    window,
    begunAt,
    calmUntil: calmUntil(facts, window),
    isInScope: scopeTest(facts, graph),
  })
  const raw = heardBelowAlerts(heard, facts, graph)
  const settled = begunAt === null || window === null ? settleContradicted(raw, facts, graph) : raw.map((one) => undated(one, window))
  const symptoms = settleAsked(settled, askedWindow(facts)).map((symptom, index) => ({
    ...symptom,
    id: `S${index + 1}`,
    unit: graph.unitOf(symptom.entity),
    isBackground: symptom.isBackground || predates(symptom, declared),
  }))
  const onset = declared ?? findOnset(symptoms, window, begunAt)
  const said = gatherSaid(facts, objects)
  return {
    facts,
    objects,
    graph,
    said,
    window,
    symptoms: settleBackground(symptoms, onset ?? (isServingRead(facts) ? (window?.start ?? null) : null)),
    onset,
  }
}

/** The facts as the engine weighs them: a message of megabytes costs no more than its first page, and the gate says that it was cut. */
function readableFacts(facts: Facts): Facts {
  const entries = Object.entries(facts) as [string, readonly Evidence[]][]
  return Object.fromEntries(entries.map(([kind, evidence]) => [kind, evidence.map(withShortMessages)]))
}

/** What the first minutes of a recording show that begins in the middle is older than the recording, and nobody knows by how much. */
function undated(symptom: RawSymptom, { start }: TimeWindow): RawSymptom {
  const isOlder = symptom.since !== null && symptom.since >= start && symptom.since < shiftSeconds(start, THRESHOLDS.backgroundAlertSeconds)
  return isOlder ? { ...symptom, since: null } : symptom
}

/** What began well before people say the incident did belongs to something else. */
function predates(symptom: RawSymptom, declared: Date | null): boolean {
  if (declared === null) return false
  const begins = shiftSeconds(declared, -THRESHOLDS.lagSeconds)
  return (symptom.since !== null && symptom.since < begins) || (symptom.until !== null && symptom.until < declared)
}

/**
 * Scopes as the overview names them; without any, everything is in scope. Telemetry that does not know its namespace is judged by the unit it belongs to,
 * cluster-scoped objects by their readers.
 */
function scopeTest(facts: Facts, graph: Graph): (entity: EntityId) => boolean {
  const scopes = new Set(rowsHeld(facts, 'overview').flatMap(({ row }) => row.scopes))
  const isListed = (entity: EntityId) => scopes.has(parseEntity(entity).scope) || parseEntity(entity).scope === CLUSTER_SCOPE
  return (entity) => scopes.size === 0 || isListed(entity) || isListed(graph.unitOf(entity))
}
