import type { Evidence } from '../domain/evidence.ts'
import { isExample, isHole } from '../domain/holes.ts'
import { longestCutMessage, MAX_MESSAGE_CHARACTERS } from '../domain/message-length.ts'
import { wordsForQuery } from '../domain/query-words.ts'

/** Problems named per read; the rest is counted. */
const MAX_PROBLEMS = 3

/** True when a source failed, was denied, damaged or cut short, so that something relevant may be unseen. */
export function hasHole(evidence: readonly Evidence[]): boolean {
  return evidence.some(isHole)
}

/** Everything that was not, or not wholly, looked at, and why. Each kind of read and reason once, in order of reading. */
export function notCheckedIn(evidence: readonly Evidence[]): readonly { readonly source: string; readonly why: string }[] {
  const entries = evidence.flatMap((entry) => whysOf(entry).map((why) => ({ source: wordsForQuery(entry.query.kind), why })))
  return [...new Map(entries.map((entry) => [`${entry.source} ${entry.why}`, entry])).values()]
}

function whysOf(evidence: Evidence): readonly string[] {
  const longest = longestCutMessage(evidence)
  const cut = longest === 0 ? [] : [`a text of ${longest} characters was weighed in its first ${MAX_MESSAGE_CHARACTERS} only`]
  return [...readingWhys(evidence), ...cut]
}

function readingWhys({ reading, query }: Evidence): readonly string[] {
  if (reading.status === 'error') return [reading.why]
  const problems = problemWords(reading.problems)
  // That a victim logged nothing is the answer of a disconfirming read, not a hole in the telemetry.
  if (reading.status === 'no_data') return isExample(query.kind) ? problems : [reading.why, ...problems]
  const { truncated } = reading
  return truncated === null
    ? problems
    : [...problems, `cut at the limit ${truncated.limit}${truncated.leftOut === null ? '' : ` (${truncated.leftOut} left out)`}`]
}

function problemWords(
  problems: readonly { readonly where: string; readonly record: number | null; readonly what: string }[],
): readonly string[] {
  const named = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ where, record, what }) => `${where}${record === null ? '' : ` record ${record}`}: ${what}`)
  return problems.length > MAX_PROBLEMS ? [...named, `and ${problems.length - MAX_PROBLEMS} more unreadable records`] : named
}
