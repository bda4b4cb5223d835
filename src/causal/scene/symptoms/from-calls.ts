import type { EntityId } from '../../../domain/entity.ts'
import { citeSamples, type Held, momentAt, rowsHeld } from '../cite.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { isCallExcerpt } from '../excerpt.ts'
import { recordedSteps, type RecordedSteps } from '../recorded-calls.ts'
import { findCountDeparture, findFailures, findMostFailed, totalOf } from './counted-departure.ts'
import { findDeparture, slowness, SLOWER, type Departure } from './departure.ts'
import { known } from './robust.ts'
import { baselineSamples, symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** Fewest calls per step for their absence to mean anything: rarely used services are often silent. */
const MIN_USUAL_CALLS = 4
/** From this share on calls count as not getting through at all; fewer is what an overloaded callee does to some of them. */
const UNREACHED_RATIO = 0.9

/** Calls as one side counted them. */
interface Calls {
  readonly held: Held<'service_calls' | 'call_edges'>
  /** Of whom they tell, and who counted them, where that is another. */
  readonly of: Pick<RawSymptom, 'entity' | 'seenBy'>
  /** In words: of whom the sentence tells, where that is one service, and the calls. */
  readonly lead: string
  readonly name: string
  /** The field of the row that holds the 95th percentile of their duration (ms), and its samples. */
  readonly field: 'p95Ms' | 'callerP95Ms'
  readonly durations: readonly (number | null)[]
}

/**
 * Errors, latency, lost and surging traffic of each service, from the spans it served; of services that report no spans of their own (databases, caches,
 * things outside), what their callers say. Services with spans of their own speak for themselves, except for the calls that no longer get through to them.
 * Who has no baseline says nothing.
 */
export function callSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const served = rowsHeld(sources.facts, 'service_calls')
  const edges = rowsHeld(sources.facts, 'call_edges').filter(({ row }) => row.callee !== row.caller)
  const speaking = new Set<EntityId>(served.map(({ row }) => row.service))
  const traced = recordedSteps(sources.facts)
  return [
    ...served
      .filter(({ row }) => sources.isInScope(row.service))
      .map(servedCalls)
      .flatMap((calls) => [...failing(calls, sources), ...slow(calls, sources), ...traffic(calls, traced, sources)]),
    ...edges.flatMap((held) =>
      speaking.has(held.row.callee) ? unreached(held, sources) : [...failing(madeCalls(held), sources), ...slow(madeCalls(held), sources)],
    ),
  ]
}

function servedCalls(held: Held<'service_calls'>): Calls {
  const { service, p95Ms } = held.row
  return { held, of: { entity: service }, lead: `${service}: `, name: 'calls', field: 'p95Ms', durations: p95Ms }
}

function madeCalls(held: Held<'call_edges'>): Calls {
  const { caller, callee, callerP95Ms } = held.row
  const name = `calls from ${caller} to ${callee}`
  return { held, of: { entity: callee, seenBy: caller }, lead: '', name, field: 'callerP95Ms', durations: callerP95Ms }
}

function failing(calls: Calls, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = calls.held
  const isExcerpt = isCallExcerpt(sources.facts)
  const found = isExcerpt ? findMostFailed(row) : findFailures(row, baselineSamples(row, sources))
  if (found === null) return []
  const before = found.from > 0 ? `, ${percent(found.from)} before` : ''
  const share = isExcerpt ? `${totalOf(row.errors)} of ${totalOf(row.counts)}` : `${percent(found.typical)} of`
  const text = `${calls.lead}${share} ${calls.name} fail${before}`
  return [symptomOf(calls, found, { kind: 'error_rate', field: 'errors', strength: Math.min(1, 0.35 + found.typical), text })]
}

function slow(calls: Calls, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = calls.held
  const found = findDeparture({ ...row, values: calls.durations }, { ...SLOWER, baselineSamples: baselineSamples(row, sources) })
  if (found === null) return []
  const text = `${calls.lead}${calls.name} took ${round(found.from)} ms and now ${round(found.typical)} ms (p95)`
  return [symptomOf(calls, found, { kind: 'latency', field: calls.field, strength: slowness(found), text })]
}

/** Calls that used to be answered and now fail in steps in which the callee saw none of them. */
function unreached(held: Held<'call_edges'>, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = held
  const calm = baselineSamples(row, sources)
  if (known(row.calleeP50Ms.slice(0, calm)).length < THRESHOLDS.minSamples) return []
  const errors = row.errors.map((count, step) => (row.calleeP50Ms[step] === null ? count : 0))
  const found = findFailures({ ...row, errors }, calm)
  if (found === null || found.typical < UNREACHED_RATIO) return []
  const text = `${percent(found.typical)} of calls from ${row.caller} fail before they reach ${row.callee}`
  return [symptomOf(madeCalls(held), found, { kind: 'unreachable', field: 'errors', strength: Math.min(1, 0.3 + found.typical), text })]
}

/** Which way the number of calls went, and how that is told. */
const TRAFFIC = [
  {
    kind: 'traffic_drop',
    verb: 'fell',
    isOut: (value: number, normal: number) => value < normal * THRESHOLDS.dropRatio,
    strength: ({ typical, from }: Departure) => Math.min(0.8, 0.3 + (1 - typical / from) / 2),
  },
  {
    kind: 'traffic_surge',
    verb: 'rose',
    isOut: (value: number, normal: number) => value > normal * THRESHOLDS.surgeRatio,
    strength: () => 0.6,
  },
] as const

function traffic(calls: Calls, traced: RecordedSteps, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = calls.held
  const countedFrom = 'countedFrom' in row ? row.countedFrom : undefined
  const isCounted = (step: number) => countedFrom === undefined || momentAt(row, step) >= countedFrom
  const isRecorded = (step: number) => step >= traced.first && step <= traced.last && !traced.isHole(step) && isCounted(step)
  const values = row.counts.map((count, step) => (isRecorded(step) ? (count ?? 0) : null))
  return TRAFFIC.flatMap(({ kind, verb, isOut, strength }) => {
    const rule = { floor: 1, isOut: (value: number, normal: number) => normal >= MIN_USUAL_CALLS && isOut(value, normal) }
    const found = findCountDeparture({ ...row, values }, { ...rule, baselineSamples: baselineSamples(row, sources) })
    if (found === null) return []
    const text = `${calls.lead}${calls.name} ${verb} from ${round(found.from)} to ${round(found.typical)} a step`
    return [symptomOf(calls, found, { kind, field: 'counts', strength: strength(found), text })]
  })
}

interface Shown extends Pick<RawSymptom, 'kind' | 'strength' | 'text'> {
  readonly field: Calls['field'] | 'errors' | 'counts'
}

function symptomOf({ held, of }: Calls, departure: Departure, { field, ...shown }: Shown): RawSymptom {
  const { seenAt: since, until } = departure
  return symptomFrom('call', { ...shown, ...of, since, until, departure, citations: citeSamples(held, field, departure.first) })
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
