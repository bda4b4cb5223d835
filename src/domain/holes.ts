import type { Evidence } from './evidence.ts'
import type { QueryKind } from './telemetry-rows.ts'

/**
 * True when something may be unseen: the source failed, was denied, was cut short, or named a problem (a record it could not use, a file that is
 * empty or missing although the format always has it). A source that has no such records is no hole. See docs/decisions/0012.
 */
export function isHole({ reading, query }: Evidence): boolean {
  if (reading.status === 'error' || reading.problems.length > 0) return true
  // A page of examples is asked for as a page; that there are more is no loss.
  return reading.status === 'ok' && reading.truncated !== null && !isExample(query.kind)
}

/** Kinds of read that give a page of raw records. */
export function isExample(kind: QueryKind): boolean {
  return kind === 'log_examples' || kind === 'span_examples'
}
