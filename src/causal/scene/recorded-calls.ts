import type { Rows } from '../../domain/telemetry-rows.ts'
import { type Facts, rowsHeld } from './cite.ts'
import { median } from './symptoms/robust.ts'

/** Recording has begun with the first step that has this share of the calls of a usual step. */
const STARTED_SHARE = 0.1

/** Which steps of the counted calls were recorded at all; all services share one grid. */
export interface RecordedSteps {
  /** First step in which calls were recorded; -1 when none were. */
  readonly first: number
  /** Last step of the grid that any service has data for. */
  readonly last: number
  /** True for a step in which nobody at all was called, between steps in which somebody was: the recording has a hole there, no_data is no silence. */
  isHole(step: number): boolean
}

/**
 * When calls were recorded: outside of it nothing is known, inside it silence is silence. Long streams are stored when they end and begin long before
 * anything else that was recorded, so the first step is the first with a good part of the usual calls.
 */
export function recordedSteps(facts: Facts): RecordedSteps {
  const held = rowsHeld(facts, 'service_calls')
  const length = Math.max(...held.map(({ row }) => row.counts.length), 0)
  const totals = Array.from({ length }, (_, step) => held.reduce((sum, { row }) => sum + (row.counts[step] ?? 0), 0))
  const usual = median(totals.filter((total) => total > 0)) ?? 0
  const first = totals.findIndex((total) => total > 0 && total >= usual * STARTED_SHARE)
  const busy = totals.findLastIndex((total) => total > 0)
  return {
    first,
    last: Math.max(...held.map(({ row }) => row.counts.findLastIndex((count) => count !== null)), -1),
    isHole: (step) => step > first && step < busy && totals[step] === 0,
  }
}

const SERVED: ReadonlySet<Rows['series']['meaning']> = new Set(['error_ratio', 'errors_per_second', 'latency_ms', 'requests_per_second'])

/** Calls or numbers of what is served were read, of whomever: without them nobody can say that nobody is hurt. */
export function isServingRead(facts: Facts): boolean {
  const isCalled = rowsHeld(facts, 'service_calls').some(({ row }) => row.counts.some((count) => (count ?? 0) > 0))
  return isCalled || rowsHeld(facts, 'series').some(({ row }) => SERVED.has(row.meaning) && row.values.some((value) => value !== null))
}
