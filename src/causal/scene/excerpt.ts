import type { Evidence } from '../../domain/evidence.ts'
import { windowSeconds, type TimeWindow } from '../../domain/time-window.ts'
import { type Facts, rowsHeld } from './cite.ts'
import { perObject } from './per-object.ts'

/**
 * Recordings with fewer records than this are excerpts: somebody kept them because they matter. About one record in 2,000 of a healthy system is an error by
 * chance (drills), so an error among this few is none, 19 times out of 20, and nothing in them repeats often enough to be counted.
 */
const LEAST_RECORDS = 100
/** What is there within this share of a recording from its start was there before. */
const EARLY_SHARE = 0.15

/** True where the logs that were read are an excerpt, and where none were: then nothing was counted either. */
export const isLogExcerpt = perObject((facts: Facts): boolean => {
  return isExcerpt(rowsHeld(facts, 'log_patterns').map(({ row }) => row.incidentCount + (row.baselineCount ?? 0)))
})

/** True where the calls that were read are an excerpt, and where none were. */
export const isCallExcerpt = perObject((facts: Facts): boolean => {
  const counted = [...rowsHeld(facts, 'service_calls'), ...rowsHeld(facts, 'call_edges')]
  return isExcerpt(counted.flatMap(({ row }) => row.counts.map((count) => count ?? 0)))
})

/** The facts with all that was logged as said in the incident. `usual`: what is known of before, that nobody said it (an excerpt holds what mattered) or nothing. */
export function withoutUsual(facts: Facts, usual: 0 | null): Facts {
  return facts.log_patterns === undefined ? facts : { ...facts, log_patterns: facts.log_patterns.map((one) => withUsual(one, usual)) }
}

function withUsual(evidence: Evidence<'log_patterns'>, usual: 0 | null): Evidence<'log_patterns'> {
  const { reading } = evidence
  if (!('rows' in reading)) return evidence
  const rows = reading.rows.map((row) => ({
    ...row,
    incidentCount: row.incidentCount + (row.baselineCount ?? 0),
    baselineCount: row.baselineCount === null ? null : usual,
  }))
  return { ...evidence, reading: { ...reading, rows } }
}

function isExcerpt(counts: readonly number[]): boolean {
  return counts.reduce((sum, count) => sum + count, 0) < LEAST_RECORDS
}

/**
 * Seconds from the start of a recording within which what is seen was there before anybody looked: of a short one its first part, at most `most`; of an excerpt
 * none, for whoever keeps one begins it with the incident.
 */
export function earlySeconds(facts: Facts, window: TimeWindow, most: number): number {
  const samples = rowsHeld(facts, 'series').reduce((sum, { row }) => sum + row.values.length, 0)
  const isAll = isLogExcerpt(facts) && isCallExcerpt(facts) && samples < LEAST_RECORDS
  return isAll ? 0 : Math.min(most, windowSeconds(window) * EARLY_SHARE)
}
