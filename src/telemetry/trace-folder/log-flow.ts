import type { Rows } from '../../domain/telemetry-rows.ts'
import { keyOf, patternOf, severityOf, type RecordedLine } from './log-lines.ts'

type Next = NonNullable<Rows['log_patterns']['next']>

/** What came after a line, by key; `END` where it was the last of its request. */
interface After {
  readonly counts: Map<string, number>
  /** Longest time to the line after, in nanoseconds. */
  longest: bigint
  pattern: string
}

const END = ''
/** Where several lines came next, as often must none have ended there: a branch that was seen twice may have a third way. */
const LEAST_BRANCHED = 6
/** Requests with a line this close to the end of the recording may go on after it. */
const CUT_NANOS = 5_000_000_000n
const NANOS_PER_MS = 1e6

/**
 * For each key of a line (`keyOf`) what always came next within its request in the recordings without a fault, and how often it still does in `now`.
 * Lines of one trace, span and pod are one request. A line after which something new but harmless comes is of another kind of request and is not counted; one
 * that leaves out what always came, or turns to a new warning or error, is. Where several things came next, only ending there is.
 */
export function logFlow(now: readonly RecordedLine[], recordings: readonly (readonly RecordedLine[])[]): ReadonlyMap<string, Next> {
  const usual = new Map<string, After>()
  for (const lines of recordings) for (const request of requestsIn(lines)) addTo(usual, request)
  const pairs = requestsIn(now).flatMap(pairsOf)
  const known = new Set(recordings.flatMap((lines) => lines.map(keyOf)))
  const after = Map.groupBy(pairs, ({ key }) => key)
  return new Map(
    [...after].flatMap(([key, seen]) => {
      const next = nextOf(usual.get(key))
      if (next === null) return []
      const followed = seen.filter((pair) => next.keys.has(pair.next)).length
      const skipped = seen.filter((pair) => !next.keys.has(pair.next) && leavesOut(pair, { next: next.keys, usual, known })).length
      const { pattern, times, gapMs } = next
      return [[key, { pattern, usual: times, gapMs, seen: followed + skipped, followed }] as const]
    }),
  )
}

interface Pair {
  readonly key: string
  readonly next: string
  readonly line: RecordedLine | null
  readonly nanos: bigint
}

/** Lines of one request in order of time. Of a trace that was not kept whole only warnings and errors are there; those say nothing of order. */
function requestsIn(lines: readonly RecordedLine[]): readonly (readonly RecordedLine[])[] {
  const last = lines.reduce((most, line) => (nanosOf(line) > most ? nanosOf(line) : most), 0n)
  const traced = Map.groupBy(
    lines.filter(({ value }) => value.TraceID !== undefined && value.TraceID !== ''),
    ({ value }) => value.TraceID,
  )
  const whole = [...traced.values()].filter(
    (all) => all.some(({ value }) => !isTrouble(value.Log)) && all.every((line) => nanosOf(line) < last - CUT_NANOS),
  )
  return whole.flatMap((all) =>
    [...Map.groupBy(all, ({ value }) => `${value.PodName} ${value.SpanID ?? ''}`).values()].map((request) => request.toSorted(byTime)),
  )
}

function byTime(a: RecordedLine, b: RecordedLine): number {
  // Exporters that write the newest line first also do so within one moment.
  return Number(nanosOf(a) - nanosOf(b)) || b.record - a.record
}

function nanosOf({ value }: RecordedLine): bigint {
  return BigInt(value.TimeUnixNano)
}

function isTrouble(line: string): boolean {
  return ['warning', 'error'].includes(severityOf(line))
}

function pairsOf(request: readonly RecordedLine[]): readonly Pair[] {
  return request.map((line, index) => {
    const next = request[index + 1] ?? null
    const nanos = next === null ? 0n : nanosOf(next) - nanosOf(line)
    return { key: keyOf(line), next: next === null ? END : keyOf(next), line: next, nanos }
  })
}

function addTo(usual: Map<string, After>, request: readonly RecordedLine[]): void {
  for (const { key, next, line, nanos } of pairsOf(request)) {
    const after = usual.get(key) ?? { counts: new Map<string, number>(), longest: 0n, pattern: '' }
    after.counts.set(next, (after.counts.get(next) ?? 0) + 1)
    if (nanos > after.longest) after.longest = nanos
    if (line !== null && !isTrouble(line.value.Log)) after.pattern = patternOf(line.value.Log)
    usual.set(key, after)
  }
}

/** What always came next, one thing or one of several (a loop goes round or on); null when a request ended there, or trouble came. */
function nextOf(
  after: After | undefined,
): { readonly keys: ReadonlySet<string>; readonly pattern: string; readonly times: number; readonly gapMs: number } | null {
  if (after === undefined || after.pattern === '' || after.counts.has(END)) return null
  const times = [...after.counts.values()].reduce((sum, count) => sum + count, 0)
  if (after.counts.size > 1 && times < LEAST_BRANCHED) return null
  return { keys: new Set(after.counts.keys()), pattern: after.pattern, times, gapMs: Number(after.longest) / NANOS_PER_MS }
}

function leavesOut(
  pair: Pair,
  {
    next,
    usual,
    known,
  }: { readonly next: ReadonlySet<string>; readonly usual: ReadonlyMap<string, After>; readonly known: ReadonlySet<string> },
): boolean {
  const [only] = next.size === 1 ? next : []
  if (pair.next === END || (only !== undefined && usual.get(only)?.counts.has(pair.next) === true)) return true
  return pair.line !== null && isTrouble(pair.line.value.Log) && !known.has(pair.next)
}
