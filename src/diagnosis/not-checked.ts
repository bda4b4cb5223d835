import type { Evidence } from '../domain/evidence.ts'
import { CAPPING_SHARE, hiddenShare, isSecondLook } from '../domain/holes.ts'
import { longestCutMessage, MAX_MESSAGE_CHARACTERS } from '../domain/message-length.ts'
import { wordsForQuery } from '../domain/query-words.ts'
import { isAnswered, whyEmpty, type Answered, type Problem, type Unreadable } from '../domain/reading.ts'

/** Problems named per read; the rest is counted. */
const MAX_PROBLEMS = 3

/** True when a source failed, was denied, damaged or cut short by so much that no cause may be called verified. */
export function hasHole(evidence: readonly Evidence[]): boolean {
  return evidence.some((entry) => hiddenShare(entry) >= CAPPING_SHARE)
}

/** Everything that was not, or not wholly, looked at, and why. Each kind of read and reason once, in order of reading. */
export function notCheckedIn(evidence: readonly Evidence[]): readonly { readonly source: string; readonly why: string }[] {
  // A format says one thing of all that it does not hold.
  const unknown = Map.groupBy(
    evidence.filter(({ reading }) => reading.status === 'unknown'),
    (entry) => whysOf(entry).join(),
  )
  const joined = [...unknown].map(([why, same]) => ({ source: same.map(({ query }) => wordsForQuery(query.kind)).join(', '), why }))
  const read = evidence
    .filter(({ reading }) => reading.status !== 'unknown')
    .flatMap((entry) =>
      whysOf(entry).map((why) => ({ source: wordsForQuery(entry.query.kind), why, isSecond: isSecondLook(entry.query.kind) })),
    )
  // A second look goes into the same files, whose problems are named once.
  const whole = new Set(read.filter((entry) => !entry.isSecond).map(({ why }) => why))
  const entries = read.filter((entry) => !entry.isSecond || !whole.has(entry.why)).map(({ source, why }) => ({ source, why }))
  return [
    ...new Map([...entries, ...joined.filter(({ why }) => why !== '')].map((entry) => [`${entry.source} ${entry.why}`, entry])).values(),
  ]
}

function whysOf(evidence: Evidence): readonly string[] {
  const longest = longestCutMessage(evidence)
  const cut = longest === 0 ? [] : [`a text of ${longest} characters was weighed in its first ${MAX_MESSAGE_CHARACTERS} only`]
  return [...readingWhys(evidence), ...cut]
}

function readingWhys({ reading, query }: Evidence): readonly string[] {
  const losses = isAnswered(reading) ? lossWords(reading) : []
  // That a victim logged nothing, or an object is not there, is the answer of a disconfirming read, not a hole in the telemetry.
  const isAnswer =
    (isSecondLook(query.kind) && reading.status !== 'error' && reading.status !== 'forbidden') ||
    (query.kind === 'object_versions' && query.entity !== undefined && reading.status === 'no_data')
  return [...(isAnswer ? [] : [whyEmpty(reading) ?? []].flat()), ...losses]
}

function lossWords({ problems, truncated }: Answered<unknown>): readonly string[] {
  const words = problemWords(problems)
  return truncated === null
    ? words
    : [...words, `cut at the limit ${truncated.limit}${truncated.leftOut === null ? '' : ` (${truncated.leftOut} left out)`}`]
}

function problemWords(problems: readonly Problem[]): readonly string[] {
  const counted = [...Map.groupBy(problems, kindOf).values()].flatMap(joined)
  const named = counted
    .slice(0, MAX_PROBLEMS)
    .map(
      (problem) => `${problem.where}${problem.record === null ? '' : ` record ${problem.record}`}: ${problem.what}${shareWords(problem)}`,
    )
  return counted.length > MAX_PROBLEMS ? [...named, `and ${counted.length - MAX_PROBLEMS} more problems`] : named
}

/** Problems of one place whose counts are of the same whole are told together; one without a count stands alone. */
function kindOf(problem: Problem): unknown {
  const { where, unreadable } = problem
  return unreadable === undefined ? problem : `${where} ${unreadable.unit} ${unreadable.of}`
}

function joined(problems: readonly Problem[]): readonly Problem[] {
  const [first] = problems
  if (first?.unreadable === undefined) return problems
  const count = problems.reduce((sum, { unreadable }) => sum + (unreadable?.count ?? 0), 0)
  return [{ ...first, unreadable: { ...first.unreadable, count } }]
}

function shareWords({ unreadable }: Problem): string {
  return unreadable === undefined || unreadable.count === 0 ? '' : ` (${countWords(unreadable)} could not be read)`
}

function countWords({ count, of, unit }: Unreadable): string {
  return `${count.toLocaleString('en')} of ${of.toLocaleString('en')} ${unit}`
}
