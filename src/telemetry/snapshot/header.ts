import { closeSync, openSync } from 'node:fs'
import type { Problem } from '../../domain/reading.ts'
import { REPLACEMENT } from '../shared/decode-text.ts'
import { readStart } from '../shared/regular-file.ts'
import type { SnapshotFile } from './files.ts'

/** More than any header of this format needs (22 names of under 30 letters). */
export const MAX_HEADER_BYTES = 16_384
/** Columns of one table that are read. The format has 22, and each costs the database a buffer for every record it holds: 2,500 took 900 MB. */
export const MAX_COLUMNS = 200

export interface Header {
  /** Names in the order of the file; null when the file is of no use. */
  readonly columns: readonly string[] | null
  readonly problems: readonly Problem[]
}

/**
 * Reads the header of a tab-separated file. A file that is empty, unreadable, or has none of the required columns gives `null`
 * columns; one that lacks some of them is used. Each is named in `problems`.
 */
export function readHeader(file: SnapshotFile, required: readonly (readonly string[])[]): Header {
  const unusable = (what: string): Header => ({ columns: null, problems: [{ where: file.name, record: null, what }] })
  const head = readHead(file.path)
  if (head === null) return unusable('the file could not be opened')
  if (head.length === 0) return unusable('the file is empty')
  if (!head.includes('\n') && head.length >= MAX_HEADER_BYTES)
    return unusable(`the header is longer than ${MAX_HEADER_BYTES} bytes (MAX_HEADER_BYTES)`)
  const columns = splitHeader(head)
  const missing = required.filter((names) => resolveColumn(columns, names) === null).map((names) => names[0])
  if (missing.length === required.length) return unusable('the header has none of the columns of this format')
  const problems = missing.map((name) => ({ where: file.name, record: 1, what: `the header has no column ${name}` }))
  return { columns, problems }
}

/** The column of the header that goes by one of the names, compared without case, dots and underscores; null when there is none. */
export function resolveColumn(header: readonly string[], names: readonly string[]): string | null {
  const wanted = names.map(plain)
  return (
    header.find((column) => wanted.includes(plain(column))) ??
    header.find((column) => wanted.some((name) => isBlurred(column, name))) ??
    null
  )
}

// A name of which one byte was damaged is still told by its others; no two names of the format differ in one letter only.
function isBlurred(column: string, name: string): boolean {
  const letters = plain(column)
  const isOneDamaged = letters.split(REPLACEMENT).length === 2 && letters.length === name.length && name.length > 2
  return isOneDamaged && letters.split('').every((letter, index) => letter === REPLACEMENT || letter === name[index])
}

// The older recorder wrote `trace_id`, the present one `TraceId`; both mean the same column.
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[._]/g, '')
}

function splitHeader(head: string): string[] {
  const line = head.split('\n', 1)[0] ?? ''
  const names = line
    .replace(/^\uFEFF/, '')
    .replace(/\r$/, '')
    .split('\t')
  const bare = names.map((name) => name.replaceAll('"', ''))
  // DuckDB wants distinct names; a repeated one is of no use to us and gets a number.
  return bare.map((name, index) => (bare.indexOf(name) === index && name !== '' ? name : `${name}#${index}`))
}

function readHead(path: string): string | null {
  try {
    const file = openSync(path, 'r')
    try {
      return readStart(file, MAX_HEADER_BYTES).toString('utf8')
    } finally {
      closeSync(file)
    }
  } catch {
    return null
  }
}
