import type { Problem } from '../../domain/reading.ts'
import { continues } from './continuation.ts'
import { addLine, beginRecord, closeRecord, MAX_RECORD_CHARS, MAX_RECORD_LINES, type ClosedRecord, type OpenRecord } from './open-record.ts'
import { placeTimes, type LogClock } from './place-times.ts'
import { readLine, type ReadLine } from './read-line.ts'
import type { LogRecord } from './record.ts'
import { unwrapLine } from './wrappers.ts'

export interface LogOptions extends LogClock {
  /** What problems are named after: the file or part that the lines come from. */
  readonly where: string
}

export interface ReadLog {
  /** In the order of the lines. */
  readonly records: readonly LogRecord[]
  /** Which times could not be placed, and which records were cut. */
  readonly problems: readonly Problem[]
}

/** Longest line that is looked at; the rest of it is left out. */
const MAX_LINE_CHARS = 65_536

/**
 * Reads the lines of one container's log (decoded, without line breaks) into records: levels from words and fields, JSON and logfmt, stack traces and
 * wrapped JSON kept together. `kubectl logs` with `--timestamps` and `--prefix`, CRI and Docker files are told by content; lines of several origins may
 * be mixed. `startedAt` and `endedAt` place times that lack zone or year (`placeTimes`). Pure; never throws; an empty log gives no records.
 */
export function readLogLines(lines: Iterable<string>, options: LogOptions): ReadLog {
  const reading = createReading()
  for (const line of lines) reading.push(line)
  const { closed, cut } = reading.end()
  const { times, unplaced } = placeTimes(closed, options)
  const records = closed.map((record, index): LogRecord => withTime(record, times[index] ?? null))
  return { records, problems: problemsOf(options.where, { all: records.length, cut, unplaced }) }
}

function withTime({ spoken, ...record }: ClosedRecord, at: Date | null): LogRecord {
  return { ...record, at: spoken === null ? null : at }
}

function createReading() {
  const closed: ClosedRecord[] = []
  /** The record that may go on, for each origin: pods of one listing write into each other. */
  const open = new Map<string, OpenRecord>()
  const parts = new Map<string, string>()
  let [number, cut] = [0, 0]

  function close(key: string): void {
    const record = open.get(key)
    if (record === undefined) return
    open.delete(key)
    if (record.isCut) cut += 1
    closed.push(closeRecord(record))
  }

  function push(line: string): void {
    number += 1
    const raw = line.length > MAX_LINE_CHARS ? line.slice(0, MAX_LINE_CHARS) : line
    const { text: part, origin, takenAt, isPart } = unwrapLine(raw)
    const key = origin === null ? '' : `${origin.pod}/${origin.container}`
    const text = `${parts.get(key) ?? ''}${part}`.slice(0, MAX_LINE_CHARS)
    if (isPart) {
      parts.set(key, text)
      return
    }
    parts.delete(key)
    take(text, { key, line: number, raw, takenAt, origin })
  }

  function take(
    text: string,
    from: Pick<OpenRecord, 'line' | 'takenAt' | 'origin'> & { readonly key: string; readonly raw: string },
  ): void {
    const { key, raw, ...rest } = from
    const before = open.get(key)
    if (text.trim() === '') {
      if (before !== undefined) before.blanks += 1
      return
    }
    // Spaces before a line are those of the column in which a framework writes its level, or of a trace.
    const line = readLine(text.trimStart())
    if (before !== undefined && goesOn(text, line, before)) {
      before.blanks = 0
      addLine(before, text, raw)
      return
    }
    close(key)
    open.set(key, beginRecord(text, line, { ...rest, raw }))
  }

  function end() {
    for (const key of open.keys()) close(key)
    return { closed: closed.sort((a, b) => a.line - b.line), cut }
  }

  return { push, end }
}

function goesOn(text: string, line: ReadLine, before: OpenRecord): boolean {
  if (before.depth > 0) return true
  const [first = ''] = before.texts
  const { head, blanks } = before
  const following = { first, last: before.texts.at(-1) ?? first, blanks, isError: head.severity === 'error', isHead: head.isHead }
  return continues(text, line, following)
}

function problemsOf(
  where: string,
  { all, cut, unplaced }: { readonly all: number; readonly cut: number; readonly unplaced: number },
): Problem[] {
  const long = `${cut} records longer than ${MAX_RECORD_LINES} lines or ${MAX_RECORD_CHARS} characters are used in part (MAX_RECORD_LINES, MAX_RECORD_CHARS)`
  // The lines are read and weighed; only when they were said is not known.
  const timeless = `${unplaced} records carry a time without zone, year or date, and nothing known of the container places it`
  return [
    ...(cut > 0 ? [{ where, record: null, what: long, unreadable: { count: cut, of: all, unit: 'records' as const } }] : []),
    ...(unplaced > 0 ? [{ where, record: null, what: timeless, unreadable: { count: 0, of: all, unit: 'records' as const } }] : []),
  ]
}
