import type { Evidence } from './evidence.ts'
import type { Problem } from './reading.ts'
import type { QueryKind } from './telemetry-rows.ts'

/**
 * From this share of unreadable data on a hole counts like a source that is missing. What names a rival or an earlier onset stands in several
 * records of a table, hardly ever in one of twenty. Derivation: docs/decisions/0012.
 */
const FULL_HOLE_SHARE = 0.05
/** From this share on nothing is called verified, whoever claims it. Source: as above. */
export const CAPPING_SHARE = 0.01

/**
 * The share of a reading that may be unseen, 0 (whole) to 1: everything when the source failed, was denied, or named a problem of which nobody can say
 * how much it hides; otherwise what its problems counted and its limits left out. A source that has no such records hides nothing.
 */
export function hiddenShare({ reading, query }: Evidence): number {
  if (reading.status === 'error' || reading.status === 'forbidden' || reading.status === 'ambiguous') return 1
  if (reading.status !== 'incomplete') return 0
  // A page of examples is asked for as a page; that there are more is no loss, nor are the rarest of what is drawn from them.
  if (reading.truncated !== null && !isSecondLook(query.kind)) return 1
  return Math.min(
    1,
    reading.problems.map(lostShare).reduce((sum, share) => sum + share, 0),
  )
}

/** How much a hole of this share weighs against the confidence, 0 to 1: in proportion, and like a missing source from `FULL_HOLE_SHARE` on. */
export function holeWeight(share: number): number {
  return Math.min(1, share / FULL_HOLE_SHARE)
}

/**
 * Kinds of read that look at records once more which another read answers for: pages of raw ones, and the calls that log records say failed. What is
 * missing in those is said there; that they are empty or cut hides nothing more.
 */
export function isSecondLook(kind: QueryKind): boolean {
  return kind === 'log_examples' || kind === 'span_examples' || kind === 'call_failures'
}

function lostShare({ unreadable }: Problem): number {
  return unreadable === undefined || unreadable.of <= 0 ? 1 : Math.min(1, unreadable.count / unreadable.of)
}
