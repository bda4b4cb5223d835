import { shiftSeconds } from '../../domain/time-window.ts'
import { cite, rowsHeld, type Held } from '../cite.ts'
import type { SignalKind } from '../signal.ts'
import { THRESHOLDS } from '../weights.ts'
import { baselineOf, known, median, robustZ, sustained, type Stretch } from './robust.ts'
import type { RawSignal, SignalSources } from './signal-sources.ts'

/** Samples that are surely from before: this share of the grid, from its start. */
const BASELINE_SHARE = 1 / 3
/** Smallest spread that counts, so that a constant series does not turn noise into signals. */
const FLOOR = { latencyMs: 2, errorRatio: 0.005 } as const
/** Fewest calls per step for a ratio of them to mean anything. */
const MIN_CALLS = 3

type Calls = Held<'service_calls'>

/** Errors, latency, lost and surging traffic of each service, from the spans it served. Services without a baseline say nothing. */
export function callSignals(sources: SignalSources): readonly RawSignal[] {
  return rowsHeld(sources.facts, 'service_calls').flatMap((held) => [...errorSignal(held), ...latencySignal(held), ...trafficSignals(held)])
}

function errorSignal(held: Calls): readonly RawSignal[] {
  const { row } = held
  const ratios = row.counts.map((count, index) => (count === null || count < MIN_CALLS ? null : (row.errors[index] ?? 0) / count))
  const normal = baselineOf(known(ratios.slice(0, baselineLength(ratios))), FLOOR.errorRatio)
  if (normal === null) return []
  const isOut = (ratio: number) => ratio > normal.center + THRESHOLDS.errorRatio && robustZ(ratio, normal) > THRESHOLDS.robustZ
  const stretch = sustained(ratios, isOut)
  if (stretch === null) return []
  const worst = Math.max(...known(ratios.slice(stretch.first, stretch.last + 1)))
  return [
    departure(held, {
      kind: 'error_rate',
      stretch,
      strength: Math.min(1, 0.3 + worst),
      values: row.errors,
      text: `${percent(worst)} of calls fail`,
    }),
  ]
}

function latencySignal(held: Calls): readonly RawSignal[] {
  const { row } = held
  const normal = baselineOf(known(row.p95Ms.slice(0, baselineLength(row.p95Ms))), FLOOR.latencyMs)
  if (normal === null) return []
  const isOut = (value: number) =>
    robustZ(value, normal) > THRESHOLDS.robustZ &&
    value > normal.center * THRESHOLDS.latencyRatio &&
    value > normal.center + THRESHOLDS.latencyMs
  const stretch = sustained(row.p95Ms, isOut)
  if (stretch === null) return []
  const typical = median(known(row.p95Ms.slice(stretch.first, stretch.last + 1))) ?? 0
  const strength = Math.min(1, Math.log10(typical / Math.max(normal.center, 1)) / 2 + 0.3)
  return [
    departure(held, {
      kind: 'latency',
      stretch,
      strength,
      values: row.p95Ms,
      text: `p95 ${round(normal.center)} ms became ${round(typical)} ms`,
    }),
  ]
}

function trafficSignals(held: Calls): readonly RawSignal[] {
  const { row } = held
  const usual = median(known(row.counts.slice(0, baselineLength(row.counts))))
  if (usual === null || usual < MIN_CALLS) return []
  // A service that gets no call has no spans; adapters write null for "no data", which here, between first and last sample of a
  // counted grid, is the absence of calls.
  const counts = row.counts.map((count) => count ?? 0)
  const low = sustained(counts, (count) => count < usual * THRESHOLDS.dropRatio)
  const high = sustained(counts, (count) => count > usual * THRESHOLDS.surgeRatio)
  return [
    ...(low === null
      ? []
      : [
          departure(held, {
            kind: 'traffic_drop',
            stretch: low,
            strength: 0.6,
            values: row.counts,
            text: `fewer than ${percent(THRESHOLDS.dropRatio)} of the usual ${round(usual)} calls`,
          }),
        ]),
    ...(high === null
      ? []
      : [
          departure(held, {
            kind: 'traffic_surge',
            stretch: high,
            strength: 0.6,
            values: row.counts,
            text: `over ${THRESHOLDS.surgeRatio} times the usual ${round(usual)} calls`,
          }),
        ]),
  ]
}

interface Departure {
  readonly kind: SignalKind
  readonly stretch: Stretch
  readonly strength: number
  readonly values: readonly (number | null)[]
  readonly text: string
}

function departure(held: Calls, what: Departure): RawSignal {
  const { row } = held
  const at = (index: number) => shiftSeconds(row.startAt, index * row.stepSeconds)
  const isOver = what.stretch.last < row.counts.length - 2
  return {
    kind: what.kind,
    entity: row.service,
    since: at(what.stretch.first),
    until: isOver ? at(what.stretch.last + 1) : null,
    strength: what.strength,
    isBackground: false,
    text: `${row.service}: ${what.text}`,
    citations: cite(held, around(what.values, what.stretch.first), { role: 'symptom', at: at(what.stretch.first) }),
  }
}

/** The samples around the departure, as they stand in the row's rendering. */
function around(values: readonly (number | null)[], index: number): string {
  return values
    .slice(Math.max(0, index - 3), index + 3)
    .map(String)
    .join(', ')
}

function baselineLength(values: readonly unknown[]): number {
  return Math.max(THRESHOLDS.minSamples, Math.floor(values.length * BASELINE_SHARE))
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
