import { citeSamples, momentAt } from '../cite-samples.ts'
import { rowsHeld, type Held } from '../cite.ts'
import type { SignalKind } from '../signal.ts'
import { THRESHOLDS } from '../weights.ts'
import { median } from './robust.ts'
import { findDeparture, findFailures, isOver, type Departure, type DepartureRule } from './departure.ts'
import { baselineSamples, type RawSignal, type SignalSources } from './signal-sources.ts'

/** Smallest spread that counts, so that a constant series does not turn noise into signals. */
const FLOOR = { latencyMs: 2, calls: 1 } as const
/** Fewest calls per step for their absence to mean anything: rarely used services are often silent. */
const MIN_USUAL_CALLS = 4
/** Recording has begun with the first step that has this share of the calls of a usual step. */
const STARTED_SHARE = 0.1

type Calls = Held<'service_calls'>

/** Errors, latency, lost and surging traffic of each service, from the spans it served. Services without a baseline say nothing. */
export function callSignals(sources: SignalSources): readonly RawSignal[] {
  const held = rowsHeld(sources.facts, 'service_calls').filter(({ row }) => sources.isInScope(row.service))
  const traced = tracedSteps(held)
  return held.flatMap((one) => [...errorSignal(one, sources), ...latencySignal(one, sources), ...trafficSignals(one, traced, sources)])
}

/**
 * First and last step of the recording: outside of it traces were not recorded, inside it silence is silence. Long streams are stored when they end and
 * begin long before anything else that was recorded, so the first step is the first with a good part of the usual calls.
 */
function tracedSteps(held: readonly Calls[]): { readonly first: number; readonly last: number } {
  const length = Math.max(...held.map(({ row }) => row.counts.length), 0)
  const totals = Array.from({ length }, (_, step) => held.reduce((sum, { row }) => sum + (row.counts[step] ?? 0), 0))
  const usual = median(totals.filter((total) => total > 0)) ?? 0
  const last = Math.max(...held.map(({ row }) => row.counts.findLastIndex((count) => count !== null)))
  return { first: totals.findIndex((total) => total > 0 && total >= usual * STARTED_SHARE), last }
}

function errorSignal(held: Calls, sources: SignalSources): readonly RawSignal[] {
  const found = findFailures(held.row, baselineSamples(held.row, sources))
  if (found === null) return []
  const text = `${percent(found.typical)} of calls fail${found.normal > 0 ? `, ${percent(found.normal)} before` : ''}`
  return [signalOf(held, found, { kind: 'error_rate', field: 'errors', strength: Math.min(1, 0.35 + found.typical), text })]
}

function latencySignal(held: Calls, sources: SignalSources): readonly RawSignal[] {
  const isOut = (value: number, normal: number) => value > normal * THRESHOLDS.latencyRatio && value > normal + THRESHOLDS.latencyMs
  const found = findDeparture(held.row.p95Ms, ruleFor(held, sources, { floor: FLOOR.latencyMs, isOut }))
  if (found === null) return []
  const strength = Math.min(1, 0.3 + Math.log10(found.typical / Math.max(found.normal, 1)) / 2)
  const text = `p95 latency ${round(found.normal)} ms became ${round(found.typical)} ms`
  return [signalOf(held, found, { kind: 'latency', field: 'p95Ms', strength, text })]
}

function trafficSignals(
  held: Calls,
  traced: { readonly first: number; readonly last: number },
  sources: SignalSources,
): readonly RawSignal[] {
  const counts = held.row.counts.map((count, index) => (index < traced.first || index > traced.last ? null : (count ?? 0)))
  const dropped = ruleFor(held, sources, {
    floor: FLOOR.calls,
    isOut: (value, normal) => normal >= MIN_USUAL_CALLS && value < normal * THRESHOLDS.dropRatio,
  })
  const surged = ruleFor(held, sources, {
    floor: FLOOR.calls,
    isOut: (value, normal) => normal >= MIN_USUAL_CALLS && value > normal * THRESHOLDS.surgeRatio,
  })
  const drop = findDeparture(counts, dropped)
  const surge = findDeparture(counts, surged)
  return [
    ...(drop === null
      ? []
      : [
          signalOf(held, drop, {
            kind: 'traffic_drop',
            field: 'counts',
            strength: dropStrength(drop),
            text: `calls fell from ${round(drop.normal)} to ${round(drop.typical)} a step`,
          }),
        ]),
    ...(surge === null
      ? []
      : [
          signalOf(held, surge, {
            kind: 'traffic_surge',
            field: 'counts',
            strength: 0.6,
            text: `calls rose from ${round(surge.normal)} to ${round(surge.typical)} a step`,
          }),
        ]),
  ]
}

function dropStrength({ typical, normal }: Departure): number {
  return Math.min(0.8, 0.3 + (1 - typical / normal) / 2)
}

function ruleFor(held: Calls, sources: SignalSources, rule: Omit<DepartureRule, 'baselineSamples'>): DepartureRule {
  return { ...rule, baselineSamples: baselineSamples(held.row, sources) }
}

interface Shown {
  readonly kind: SignalKind
  readonly field: 'errors' | 'p95Ms' | 'counts'
  readonly strength: number
  readonly text: string
}

function signalOf(held: Calls, found: Departure, shown: Shown): RawSignal {
  const { row } = held
  return {
    kind: shown.kind,
    entity: row.service,
    since: momentAt(row, found.first),
    until: isOver(found) ? momentAt(row, found.last + 1) : null,
    strength: shown.strength,
    isBackground: false,
    text: `${row.service}: ${shown.text}`,
    citations: citeSamples(held, shown.field, found.first),
  }
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
