import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Problem } from '../../domain/reading.ts'
import type { SnapshotFile } from './files.ts'

/** Damaged records that are named one by one for each file; the others are counted in one more problem. */
const MAX_NAMED_RECORDS = 20
/** The header is record 1, so the first record of data is 2. */
const FIRST_RECORD = 2

/** A record that the reader left out. `record` counts from the header, 1. */
export interface Reject {
  readonly record: number
  readonly kind: string
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
const REASONS: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'the record has fewer cells than the header: it is cut or damaged',
  'TOO MANY COLUMNS': 'the record has more cells than the header: it is damaged',
  'UNQUOTED VALUE': 'a quoted cell never ends: it and everything after it in the file is lost',
  'LINE SIZE OVER MAXIMUM': 'the record is longer than 2 MB',
  'INVALID ENCODING': 'the record is not valid UTF-8',
}

/** Names what was unreadable in one loaded file: damaged records, and a last record that was cut although it still parses. */
export function nameRejects({ file, rowCount, rejects }: Part): Problem[] {
  const named = rejects.slice(0, MAX_NAMED_RECORDS).map(({ record, kind }) => ({
    where: file.name,
    record,
    what: REASONS[kind] ?? 'the record is damaged',
  }))
  const rest = rejects.length - named.length
  const more = rest > 0 ? [{ where: file.name, record: null, what: `${rest} more records are damaged and left out` }] : []
  const last = rowCount + rejects.length + 1
  const isLastNamed = rejects.at(-1)?.record === last
  const cut =
    rowCount > 0 && !isLastNamed && !endsWithNewline(file.path)
      ? [{ where: file.name, record: last, what: 'the file ends in the middle of this record: it was cut' }]
      : []
  return [...named, ...more, ...cut]
}

function endsWithNewline(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const byte = Buffer.alloc(1)
    readSync(file, byte, 0, 1, Math.max(0, fstatSync(file).size - 1))
    return byte.toString() === '\n'
  } finally {
    closeSync(file)
  }
}
