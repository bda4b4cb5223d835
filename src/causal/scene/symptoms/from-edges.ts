import type { EntityId } from '../../../domain/entity.ts'
import { citeSamples } from '../cite-samples.ts'
import { rowsHeld, type Held } from '../cite.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { findDeparture, findFailures, type Departure } from './departure.ts'
import { known } from './robust.ts'
import { baselineSamples, symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** From this share on calls count as not getting through at all; fewer is what an overloaded callee does to some of them. */
const UNREACHED_RATIO = 0.9

/**
 * What callers say about services that report no spans of their own (databases, caches, things outside): failing and slow calls to them. Services
 * with spans of their own speak for themselves, except for the calls that no longer get through to them.
 */
export function edgeSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const speaking = new Set<EntityId>(rowsHeld(sources.facts, 'service_calls').map(({ row }) => row.service))
  const edges = rowsHeld(sources.facts, 'call_edges').filter(({ row }) => row.callee !== row.caller)
  return edges.flatMap((held) =>
    speaking.has(held.row.callee) ? unreached(held, sources) : [...failing(held, sources), ...slow(held, sources)],
  )
}

/** Calls that used to be answered and now fail in steps in which the callee saw none of them. */
function unreached(held: Held<'call_edges'>, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = held
  const calm = baselineSamples(row, sources)
  if (known(row.calleeP50Ms.slice(0, calm)).length < THRESHOLDS.minSamples) return []
  const errors = row.errors.map((count, step) => (row.calleeP50Ms[step] === null ? count : 0))
  const found = findFailures({ ...row, errors }, calm)
  if (found === null || found.typical < UNREACHED_RATIO) return []
  const text = `${Math.round(found.typical * 100)} % of calls from ${row.caller} fail before they reach ${row.callee}`
  return [symptomOf(held, found, { kind: 'unreachable', strength: Math.min(1, 0.3 + found.typical), text, field: 'errors' })]
}

function failing(held: Held<'call_edges'>, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = held
  const found = findFailures(row, baselineSamples(row, sources))
  if (found === null) return []
  const text = `${Math.round(found.typical * 100)} % of calls from ${row.caller} to ${row.callee} fail`
  return [symptomOf(held, found, { kind: 'error_rate', strength: Math.min(1, 0.3 + found.typical), text, field: 'errors' })]
}

function slow(held: Held<'call_edges'>, sources: SymptomSources): readonly RawSymptom[] {
  const { row } = held
  const found = findDeparture(
    { ...row, values: row.callerP95Ms },
    {
      floor: 2,
      isOut: (value, normal) => value > normal * THRESHOLDS.latencyRatio && value > normal + THRESHOLDS.latencyMs,
      baselineSamples: baselineSamples(row, sources),
    },
  )
  if (found === null) return []
  const text = `calls from ${row.caller} to ${row.callee} took ${Math.round(found.from)} ms and now ${Math.round(found.typical)} ms (p95)`
  // As for served calls: a tail that doubled is what restless networks show, one that grew tenfold is a fault.
  const strength = Math.min(1, 0.3 + Math.log10(found.typical / Math.max(found.from, 1)) / 2)
  return [symptomOf(held, found, { kind: 'latency', strength, text, field: 'callerP95Ms' })]
}

interface Shown extends Pick<RawSymptom, 'kind' | 'strength' | 'text'> {
  readonly field: 'errors' | 'callerP95Ms'
}

function symptomOf(held: Held<'call_edges'>, departure: Departure, { field, ...shown }: Shown): RawSymptom {
  const { callee, caller } = held.row
  const { since, until } = departure
  return symptomFrom('call', {
    ...shown,
    entity: callee,
    seenBy: caller,
    since,
    until,
    departure,
    citations: citeSamples(held, field, departure.first),
  })
}
