import type { EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { type Facts, rowsHeld } from './cite.ts'
import type { Graph } from './scene.ts'
import { isRising, type SymptomKind } from './symptoms/symptom.ts'
import type { RawSymptom } from './symptoms/symptom-sources.ts'
import { THRESHOLDS } from './thresholds.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'

/** Which kind of symptom a metric of this meaning tells of, as an alert rule would. */
export const TOLD_BY: Readonly<Partial<Record<Rows['series']['meaning'], SymptomKind>>> = {
  error_ratio: 'error_rate',
  latency_ms: 'latency',
}
const MEASURES = ['error_ratio', 'latency_ms'] as const

/** The measure that an alert of this kind reads; undefined for all that users do not feel. */
export function measureToldBy(kind: SymptomKind): (typeof MEASURES)[number] | undefined {
  return MEASURES.find((measure) => TOLD_BY[measure] === kind)
}

/** How long before an alert that may begin which it is about: coarse steps, averages of minutes, and rules that wait. */
export const BEFORE_ALERT_SECONDS = 20 * 60
/** And how long after it: it may fire within the step that shows it. */
const AFTER_SECONDS = 5 * 60
/** Longest chain of calls below an alert that is followed. */
const MAX_HOPS = 6

/**
 * Small departures that an alert makes speak. Who wrote its rule says what is too much for those users, and that may be less than what stands out by itself: then the
 * measure that the rule reads is heard where the alert fired and at all that is called from there, if it went the wrong way at that time.
 */
export function heardBelowAlerts(symptoms: readonly RawSymptom[], facts: Facts, graph: Graph): readonly RawSymptom[] {
  const alerts = symptoms.filter(({ source, strength, isBackground }) => source === 'alert' && strength > 0 && !isBackground)
  const isSmall = (symptom: RawSymptom) => symptom.strength === 0 && symptom.source === 'metric' && isRising(symptom)
  if (alerts.length === 0 || !symptoms.some(isSmall)) return symptoms
  const kinds = kindsOfMetrics(facts, graph)
  const asked = alerts.map((alert) => ({ alert, unit: graph.unitOf(alert.entity), below: calledFrom(graph.unitOf(alert.entity), graph) }))
  return symptoms.map((symptom) => {
    const kind = isSmall(symptom) ? kinds.get(keyOf(symptom, graph)) : undefined
    const own = graph.unitOf(symptom.entity)
    const isAsked = asked.some(
      ({ alert, unit, below }) =>
        alert.kind === kind && lasts(symptom, alert) && (own === unit || (below.has(own) && isFresh(symptom, alert))),
    )
    return kind !== undefined && isAsked ? { ...symptom, kind, strength: THRESHOLDS.slight } : symptom
  })
}

function kindsOfMetrics(facts: Facts, graph: Graph): ReadonlyMap<string, SymptomKind> {
  const told = rowsHeld(facts, 'series').flatMap(({ row }) => {
    const kind = TOLD_BY[row.meaning]
    return kind === undefined ? [] : [[keyOf({ entity: row.entity, said: row.metric }, graph), kind] as const]
  })
  return new Map(told)
}

function keyOf({ entity, said }: Pick<RawSymptom, 'entity' | 'said'>, graph: Graph): string {
  return `${graph.unitOf(entity)} ${said}`
}

function calledFrom(unit: EntityId, graph: Graph): ReadonlySet<EntityId> {
  const found = new Set([unit])
  let next: readonly EntityId[] = [unit]
  for (let hop = 0; hop < MAX_HOPS && next.length > 0; hop++) {
    next = next.flatMap((one) => graph.from(one, 'calls')).filter((one) => !found.has(one))
    for (const one of next) found.add(one)
  }
  return found
}

/** It goes on when the alert fires. */
function lasts({ since, until }: RawSymptom, { since: at }: RawSymptom): boolean {
  return at !== null && since !== null && since <= shiftSeconds(at, AFTER_SECONDS) && (until === null || until >= at)
}

/** It began at the time of the alert. */
function isFresh({ since }: RawSymptom, { since: at }: RawSymptom): boolean {
  return at !== null && since !== null && since >= shiftSeconds(at, -BEFORE_ALERT_SECONDS)
}
