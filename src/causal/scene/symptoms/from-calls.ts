import { citeSamples } from '../cite-samples.ts'
import { rowsHeld, type Held } from '../cite.ts'
import type { SymptomKind } from './symptom.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { known } from './robust.ts'
import { recordedSteps, type RecordedSteps } from '../recorded-calls.ts'
import { findDeparture, findFailures, type Departure, type DepartureRule } from './departure.ts'
import { baselineSamples, symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** Smallest spread that counts, so that a constant series does not turn noise into symptoms. */
const FLOOR = { latencyMs: 2, calls: 1 } as const
/** Fewest calls per step for their absence to mean anything: rarely used services are often silent. */
const MIN_USUAL_CALLS = 4

type Calls = Held<'service_calls'>

/** Errors, latency, lost and surging traffic of each service, from the spans it served. Services without a baseline say nothing. */
export function callSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const held = rowsHeld(sources.facts, 'service_calls').filter(({ row }) => sources.isInScope(row.service))
  const traced = recordedSteps(sources.facts)
  return held.flatMap((one) => [...errorSymptom(one, sources), ...latencySymptom(one, sources), ...trafficSymptoms(one, traced, sources)])
}

function errorSymptom(held: Calls, sources: SymptomSources): readonly RawSymptom[] {
  const found = findFailures(held.row, baselineSamples(held.row, sources))
  if (found === null) return []
  const text = `${percent(found.typical)} of calls fail${found.from > 0 ? `, ${percent(found.from)} before` : ''}`
  return [symptomOf(held, found, { kind: 'error_rate', field: 'errors', strength: Math.min(1, 0.35 + found.typical), text })]
}

function latencySymptom(held: Calls, sources: SymptomSources): readonly RawSymptom[] {
  const isOut = (value: number, normal: number) => value > normal * THRESHOLDS.latencyRatio && value > normal + THRESHOLDS.latencyMs
  const found = findDeparture({ ...held.row, values: held.row.p95Ms }, ruleFor(held, sources, { floor: FLOOR.latencyMs, isOut }))
  if (found === null) return []
  const strength = Math.min(1, 0.3 + Math.log10(found.typical / Math.max(found.from, 1)) / 2)
  const text = `p95 latency ${round(found.from)} ms became ${round(found.typical)} ms`
  return [symptomOf(held, found, { kind: 'latency', field: 'p95Ms', strength, text })]
}

function trafficSymptoms(held: Calls, traced: RecordedSteps, sources: SymptomSources): readonly RawSymptom[] {
  const isRecorded = (step: number) => step >= traced.first && step <= traced.last && !traced.isHole(step)
  const counts = held.row.counts.map((count, step) => (isRecorded(step) ? (count ?? 0) : null))
  const dropped = ruleFor(held, sources, {
    floor: FLOOR.calls,
    isOut: (value, normal) => normal >= MIN_USUAL_CALLS && value < normal * THRESHOLDS.dropRatio,
  })
  const surged = ruleFor(held, sources, {
    floor: FLOOR.calls,
    isOut: (value, normal) => normal >= MIN_USUAL_CALLS && value > normal * THRESHOLDS.surgeRatio,
  })
  const drop = beyondChance(findDeparture({ ...held.row, values: counts }, dropped), counts, dropped.baselineSamples)
  const surge = beyondChance(findDeparture({ ...held.row, values: counts }, surged), counts, surged.baselineSamples)
  return [
    ...(drop === null
      ? []
      : [
          symptomOf(held, drop, {
            kind: 'traffic_drop',
            field: 'counts',
            strength: dropStrength(drop),
            text: `calls fell from ${round(drop.from)} to ${round(drop.typical)} a step`,
          }),
        ]),
    ...(surge === null
      ? []
      : [
          symptomOf(held, surge, {
            kind: 'traffic_surge',
            field: 'counts',
            strength: 0.6,
            text: `calls rose from ${round(surge.from)} to ${round(surge.typical)} a step`,
          }),
        ]),
  ]
}

/**
 * Keeps a departure of counts that chance does not make: calls scatter by the square root of their number (Poisson), so the total while it lasted must differ
 * from what the baseline lets expect by `THRESHOLDS.robustZ` standard deviations, of which a short baseline has wide ones.
 */
function beyondChance(found: Departure | null, counts: readonly (number | null)[], baseline: number): Departure | null {
  if (found === null) return null
  const first = counts.findIndex((count) => count !== null)
  const calm = known(counts.slice(first, Math.min(Math.max(baseline, first + THRESHOLDS.minSamples), found.first)))
  const during = known(counts.slice(found.first, found.last + 1))
  const expected = (total(calm) / Math.max(calm.length, 1)) * during.length
  const spread = Math.sqrt(Math.max(expected, 1) * (1 + during.length / Math.max(calm.length, 1)))
  return Math.abs(total(during) - expected) > THRESHOLDS.robustZ * spread ? found : null
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function dropStrength({ typical, from }: Departure): number {
  return Math.min(0.8, 0.3 + (1 - typical / from) / 2)
}

function ruleFor(held: Calls, sources: SymptomSources, rule: Omit<DepartureRule, 'baselineSamples'>): DepartureRule {
  return { ...rule, baselineSamples: baselineSamples(held.row, sources) }
}

interface Shown {
  readonly kind: SymptomKind
  readonly field: 'errors' | 'p95Ms' | 'counts'
  readonly strength: number
  readonly text: string
}

function symptomOf(held: Calls, departure: Departure, { field, text, ...shown }: Shown): RawSymptom {
  const entity = held.row.service
  const { since, until } = departure
  const citations = citeSamples(held, field, departure.first)
  return symptomFrom('call', { ...shown, entity, since, until, departure, text: `${entity}: ${text}`, citations })
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
