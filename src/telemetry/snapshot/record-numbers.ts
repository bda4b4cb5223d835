import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Problem } from '../../domain/reading.ts'
import type { SnapshotFile } from './files.ts'

/** Rejected records that are kept by number for one load; what lies beyond shifts record numbers and is said so. */
export const MAX_REJECTS = 10_000
/** Damaged records that are named one by one for each file; the others are counted in one more problem. */
const MAX_NAMED_RECORDS = 20
/** The header is record 1, so the first record of data is 2. */
const FIRST_RECORD = 2

/** A record that the reader left out. `record` counts from the header, 1. */
export interface Reject {
  readonly record: number
  readonly kind: RejectKind
}

interface Place {
  readonly file: string
  readonly record: number
  /** `<file>#<record>`, what rows carry. */
  readonly locator: string
}

/** Finds the file and record of a row by its row_id. */
export type Locate = (rowId: number) => Place

interface Part {
  readonly file: SnapshotFile
  readonly rowCount: number
  /** Ascending by record. */
  readonly rejects: readonly Reject[]
  /** Records left out in all, more than `rejects` when those were too many to keep. */
  readonly lost: number
}

/** Builds the lookup from the parts in the order they were loaded. Rejected records keep their number, so later ones do too. */
export function createLocate(parts: readonly Part[]): Locate {
  return (rowId) => {
    let first = 0
    for (const part of parts) {
      if (rowId < first + part.rowCount) return place(part, rowId - first)
      first += part.rowCount
    }
    throw new RangeError(`row ${rowId} was never loaded`)
  }
}

function place(part: Part, index: number): Place {
  const record = part.rejects.reduce((number, reject) => (reject.record <= number ? number + 1 : number), index + FIRST_RECORD)
  return { file: part.file.name, record, locator: `${part.file.name}#${record}` }
}

// DuckDB's closed list of reasons for leaving a record out, in words for people.
const REASONS = {
  'MISSING COLUMNS': 'the record has fewer cells than the header: it is cut or damaged',
  'TOO MANY COLUMNS': 'the record has more cells than the header: it is damaged',
  'UNQUOTED VALUE': 'a quoted cell has no end, or a quote too many: the record is damaged',
  'LINE SIZE OVER MAXIMUM': 'the record is longer than 2 MB',
  'INVALID ENCODING': 'the record is not valid UTF-8',
} as const

/** Why a record is left out; `OTHER` for what DuckDB may add. */
export type RejectKind = keyof typeof REASONS | 'OTHER'

/** The kind of a word of DuckDB's. */
export function rejectKind(word: string): RejectKind {
  return Object.hasOwn(REASONS, word) ? (word as RejectKind) : 'OTHER'
}

/**
 * Names what was unreadable in one loaded file, with its share of all `records`: damaged records, and a last one that was cut, also when it still parses.
 * Nobody can say how much was behind a cut, so that problem has no share.
 */
export function nameRejects({ file, rowCount, rejects, lost }: Part, records: number): Problem[] {
  const last = rowCount + lost + 1
  const isCut = rowCount + lost > 0 && !endsWithNewline(file.path)
  const whole = isCut && rejects.at(-1)?.record === last ? rejects.slice(0, -1) : rejects
  const share = (count: number) => ({ count, of: records, unit: 'records' }) as const
  const named = whole.slice(0, MAX_NAMED_RECORDS).map(({ record, kind }) => ({
    where: file.name,
    record,
    what: kind === 'OTHER' ? 'the record is damaged' : REASONS[kind],
    unreadable: share(1),
  }))
  const rest = lost - (rejects.length - whole.length) - named.length
  const more =
    rest > 0 ? [{ where: file.name, record: null, what: `${rest} more records are damaged and left out`, unreadable: share(rest) }] : []
  const cut = isCut ? [{ where: file.name, record: last, what: 'the file ends in the middle of this record: it was cut' }] : []
  return [...named, ...more, ...cut]
}

/** How many bytes an end of line takes at most, in UTF-16. */
const LINE_END_BYTES = 2

function endsWithNewline(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(LINE_END_BYTES)
    readSync(file, bytes, 0, LINE_END_BYTES, Math.max(0, fstatSync(file).size - LINE_END_BYTES))
    return bytes.at(-1) === 0 ? bytes[0] === NEWLINE : bytes.at(-1) === NEWLINE || bytes.at(-1) === CARRIAGE_RETURN
  } finally {
    closeSync(file)
  }
}

const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d
