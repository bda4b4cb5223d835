import { NODE_PLACE, THROWN_BY_NODE } from './continuation.ts'
import { readLine, type ReadLine } from './read-line.ts'
import type { SpokenTime } from './moments.ts'
import type { LineOrigin, LogRecord } from './record.ts'

/** Most lines kept of one record: a stack trace with its causes; what a program dumps after that repeats itself. */
export const MAX_RECORD_LINES = 200
/** Most characters kept of one record, and of one line. */
export const MAX_RECORD_CHARS = 16_384
/** A wrapped JSON value that is not closed by then is none. */
const MAX_WRAPPED_LINES = 120

/** A record that may go on, while lines are read. */
export interface OpenRecord {
  readonly line: number
  lines: number
  readonly takenAt: SpokenTime | null
  readonly origin: LineOrigin | null
  readonly head: ReadLine
  /** Lines kept, without what carried them. */
  readonly texts: string[]
  readonly raws: string[]
  chars: number
  blanks: number
  isCut: boolean
  /** Braces that a wrapped JSON value has open; 0 for any other record. */
  depth: number
}

/** Begins a record with a line. */
export function beginRecord(
  text: string,
  head: ReadLine,
  from: { readonly line: number; readonly raw: string; readonly takenAt: SpokenTime | null; readonly origin: LineOrigin | null },
): OpenRecord {
  const { raw, ...rest } = from
  const isCut = raw.length > MAX_RECORD_CHARS
  return { ...rest, lines: 1, head, texts: [text], raws: [raw], chars: raw.length, blanks: 0, isCut, depth: wrappedDepth(text) }
}

/** Adds a line that goes on with the record; beyond the limits it is only counted. */
export function addLine(record: OpenRecord, text: string, raw: string): void {
  record.lines += 1
  record.chars += raw.length + 1
  if (record.depth > 0) record.depth = record.lines > MAX_WRAPPED_LINES ? 0 : record.depth + depthIn(text)
  if (record.texts.length >= MAX_RECORD_LINES || record.chars > MAX_RECORD_CHARS) record.isCut = true
  else {
    record.texts.push(text)
    record.raws.push(raw)
  }
}

/** The record as it is handed on, its time still as it was spoken. */
export interface ClosedRecord extends Omit<LogRecord, 'at'> {
  readonly spoken: SpokenTime | null
}

/** Ends a record: reads a wrapped JSON value whole, and puts what a trace ends with before it. */
export function closeRecord(record: OpenRecord): ClosedRecord {
  const { head, texts, takenAt } = record
  const wrapped = texts.length > 1 && /^\{\s*$|^\{\s*"/.test(texts[0] ?? '') ? readLine(texts.join('\n')) : null
  const said =
    wrapped?.isHead === true ? wrapped : { ...head, body: texts.length === 1 ? head.body : [head.body, ...texts.slice(1)].join('\n') }
  // A trace says at its end what was raised: that line comes first, as people would tell it.
  const raised = raisedIn(texts)
  return {
    line: record.line,
    lines: record.lines,
    spoken: takenAt ?? said.spoken,
    severity: raised === null ? said.severity : 'error',
    body: (raised === null ? said.body : `${raised}\n${said.body}`).slice(0, MAX_RECORD_CHARS),
    logger: said.logger,
    attributes: said.attributes,
    origin: record.origin,
    raw: record.raws.join('\n').slice(0, MAX_RECORD_CHARS),
  }
}

function raisedIn(texts: readonly string[]): string | null {
  const [first = ''] = texts
  if (first.startsWith('Traceback ('))
    return texts.findLast((text) => /^[A-Za-z_][\w.]*(?::|$)/.test(text) && !text.startsWith('Traceback')) ?? null
  return NODE_PLACE.test(first) ? (texts.find((text) => THROWN_BY_NODE.test(text)) ?? null) : null
}

function wrappedDepth(text: string): number {
  return /^\{\s*$|^\{\s*"[^"]*"\s*:[^}]*$/.test(text) ? Math.max(0, depthIn(text)) : 0
}

/** Braces and brackets that the line opens and does not close, those inside texts left out. */
function depthIn(text: string): number {
  let [depth, isText] = [0, false]
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (isText && char === '\\') at += 1
    else if (char === '"') isText = !isText
    else if (!isText && (char === '{' || char === '[')) depth += 1
    else if (!isText && (char === '}' || char === ']')) depth -= 1
  }
  return depth
}
