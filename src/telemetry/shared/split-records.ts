/** Longest record. Object bodies of hundreds of kilobytes fit; DuckDB's read buffers grow with it, so it is not larger. */
export const MAX_RECORD_CHARS = 2_097_152

/** Why a record is left out, in DuckDB's words, which tell the same of what it left out itself. */
type LossKind = 'LINE SIZE OVER MAXIMUM' | 'UNQUOTED VALUE' | 'MISSING COLUMNS' | 'TOO MANY COLUMNS'

/** One record of a text: how it reads, or why it is left out. `end` is where the next begins. */
export type SplitRecord =
  | { readonly is: 'whole'; readonly end: number; readonly text: string }
  | { readonly is: 'lost'; readonly end: number; readonly kind: LossKind }
  | { readonly is: 'blank'; readonly end: number }
  /** The text ends inside it and more may come. */
  | { readonly is: 'open' }

interface Shape {
  readonly delimiter: '\t' | ','
  /** Cells that the header has. */
  readonly cells: number
  /** Cells that are kept; the others are cut off. */
  readonly kept: number
  /** No text comes after this one. */
  readonly isEnd: boolean
}

/**
 * Reads the record that begins at `start` of delimited text with lines that end in `\n`. A cell is quoted when it begins with a quote, and ends at a
 * quote before a delimiter or an end of line. A record that is damaged costs its first line only: reading goes on at the next line,
 * so a quote that is missing or too many does not take what follows with it.
 */
export function splitRecord(text: string, start: number, shape: Shape): SplitRecord {
  const lineEnd = text.indexOf('\n', start)
  const line = lineEnd === -1 ? text.length : lineEnd
  if (lineEnd === -1 && !shape.isEnd && text.length - start <= MAX_RECORD_CHARS) return { is: 'open' }
  const next = Math.min(text.length, line + 1)
  if (line === start) return { is: 'blank', end: next }
  if (line - start > MAX_RECORD_CHARS) return { is: 'lost', end: next, kind: 'LINE SIZE OVER MAXIMUM' }
  const { end, cells, cut } = scanCells(text, start, shape)
  if (end === OPEN && !shape.isEnd && text.length - start <= MAX_RECORD_CHARS) return { is: 'open' }
  if (end < 0 || end - start > MAX_RECORD_CHARS) return { is: 'lost', end: next, kind: 'UNQUOTED VALUE' }
  if (cells !== shape.cells) return { is: 'lost', end: next, kind: cells < shape.cells ? 'MISSING COLUMNS' : 'TOO MANY COLUMNS' }
  return { is: 'whole', end: Math.min(text.length, end + 1), text: text.slice(start, cut ?? end) }
}

/** The quoted cell does not end in this text. */
const OPEN = -1
/** A quote stands where none may. */
const DAMAGED = -2

/** Where the record ends, how many cells it has, and where to cut it to keep only the first ones (null: nowhere). */
function scanCells(
  text: string,
  start: number,
  { kept, delimiter, isEnd }: Shape,
): { readonly end: number; readonly cells: number; readonly cut: number | null } {
  let [at, cells] = [start, 0]
  let cut: number | null = null
  for (;;) {
    const end = text[at] === '"' ? quotedEnd(text, at, delimiter) : bareEnd(text, at, delimiter)
    // At the end of a piece of the file a cell may go on, whatever it looks like so far.
    if (end === text.length && !isEnd) return { end: OPEN, cells, cut }
    if (end < 0) return { end, cells, cut }
    cells += 1
    const isLast = end === text.length || text[end] === '\n'
    if (cells === kept && !isLast) cut = end
    if (isLast) return { end, cells, cut }
    at = end + 1
  }
}

function bareEnd(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at += 1) {
    const char = text[at]
    if (char === delimiter || char === '\n') return at
  }
  return text.length
}

function quotedEnd(text: string, quote: number, delimiter: string): number {
  for (let at = text.indexOf('"', quote + 1); at !== -1; at = text.indexOf('"', at + 2)) {
    const after = text[at + 1]
    if (after === '"') continue
    return after === undefined || after === delimiter || after === '\n' ? at + 1 : DAMAGED
  }
  return OPEN
}
