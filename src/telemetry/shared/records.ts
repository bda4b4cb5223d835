import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import type { Problem } from '../../domain/reading.ts'
import { JsonTooLarge, parseBoundedJson } from './bounded-json.ts'
import { splitRecord } from './split-records.ts'
import type { TextFile } from './text-file.ts'

/** Most problems kept per file: enough to see the pattern, few enough that a file of noise does not fill the answer. */
const MAX_PROBLEMS = 20
/** Records of one file that are read. The largest recordings have a tenth; each takes some hundred bytes of memory. */
const MAX_RECORDS = 500_000
/** Columns of one file; the formats have a dozen, and every record pays for each. */
const MAX_COLUMNS = 200

/** What one file gave: each usable record with its number (JSON and NDJSON count from 1; in CSV the header is 1). */
export interface Records<T> {
  readonly name: string
  readonly records: readonly { readonly record: number; readonly value: T }[]
  /** True when the file is not there at all, which is different from a file without records. */
  readonly isAbsent: boolean
  readonly problems: readonly Problem[]
}

/** A schema of objects, whose fields are known. */
type ObjectSchema<T> = z.ZodType<T> & { readonly shape: Readonly<Record<string, z.ZodType>> }

/** Names the absence of a file that this format always has: then it is a hole and not merely a kind of record that nobody keeps. */
export function required<T>(records: Records<T>): Records<T> {
  if (!records.isAbsent) return records
  const problem = { where: records.name, record: null, what: 'the folder has no such file, although the format always has one' }
  return { ...records, problems: [...records.problems, problem] }
}

/** Parses a JSON array (or one object as an array of one). A cut or damaged array gives its whole records and a problem. */
export function parseJsonRecords<T>(file: TextFile, schema: z.ZodType<T>): Records<T> {
  if (file.text === null) return unread(file)
  try {
    const json = parseBoundedJson(file.text)
    return validated(file, numbered(Array.isArray(json) ? json : [json], 1), schema)
  } catch (error) {
    if (error instanceof JsonTooLarge) return damaged(file, error.message)
    if (file.text.trim() === '') return damaged(file, 'the file is empty')
    const damage = { where: file.name, record: null, what: 'the JSON is damaged or cut; its whole records were used' }
    const { records, problems } = validated(file, numbered(wholeObjects(file.text), 1), schema)
    return { name: file.name, records, isAbsent: false, problems: [damage, ...problems] }
  }
}

/** Parses one JSON object a line; blank lines are skipped, a line that is no JSON is a problem. */
export function parseLineRecords<T>(file: TextFile, schema: z.ZodType<T>): Records<T> {
  if (file.text === null) return unread(file)
  if (file.text.trim() === '') return damaged(file, 'the file is empty')
  return validated(file, linesOf(file.text), schema)
}

/**
 * Parses CSV with a header line into objects of text. A file that is empty, lacks a column, has records of another width, or ends inside a record is
 * named; what is whole is used.
 */
export function parseCsvRecords<T>(file: TextFile, schema: ObjectSchema<T>): Records<T> {
  if (file.text === null) return unread(file)
  if (file.text.trim() === '') return damaged(file, 'the file is empty')
  const text = file.text.includes('\n') ? file.text : file.text.replaceAll('\r', '\n')
  const width = csvWidth(text)
  if (width > MAX_COLUMNS) return damaged(file, `it has ${width} columns, more than the ${MAX_COLUMNS} that are read (MAX_COLUMNS)`)
  const rows = csvRows(text) ?? csvRows(wholeCsv(text, width))
  if (rows === null) return damaged(file, 'the file is no readable CSV')
  const [header = [], ...read] = rows
  const cells = read.slice(0, MAX_RECORDS)
  const cut = text.endsWith('\n') ? [] : [{ where: file.name, record: null, what: 'the file ends inside a record' }]
  const problems = [...file.problems, ...cut, ...tooMany(file, text, read.length), ...missingColumns(file, header, schema)]
  const values = cells.map((row) => rowOf(header, row))
  return validated({ ...file, problems }, numbered(values, 2), schema)
}

/** Columns of the header line of CSV text. */
export function csvWidth(text: string): number {
  const end = text.indexOf('\n')
  return text.slice(0, end === -1 ? text.length : end).split(',').length
}

function csvRows(text: string): readonly (readonly string[])[] | null {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true, to: MAX_RECORDS + 2 })
  } catch {
    return null
  }
}

/**
 * Where a quote without an end would swallow the rest: the text with every damaged record put as a line of its own that has no cells, so that it is
 * counted and what follows keeps its number.
 */
function wholeCsv(text: string, cells: number): string {
  const lines: string[] = []
  for (let at = 0; at < text.length;) {
    const next = splitRecord(text, at, { delimiter: ',', cells, kept: cells, isEnd: true })
    if (next.is === 'open') break
    if (next.is === 'whole') lines.push(next.text)
    if (next.is === 'lost') lines.push('damaged')
    at = next.end
  }
  return `${lines.join('\n')}\n`
}

/** The parser stopped at the limit; how many records it did not read only the ends of lines can tell. */
function tooMany(file: TextFile, text: string, read: number): Problem[] {
  if (read <= MAX_RECORDS) return []
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lossesOf(file.name, { bad: [], lost: 0, count: Math.max(lines - 1, read) })
}

function missingColumns(file: TextFile, header: readonly string[], schema: ObjectSchema<unknown>): Problem[] {
  const needed = Object.entries(schema.shape).filter(([, cell]) => !cell.safeParse(undefined).success)
  return needed
    .filter(([name]) => !header.includes(name))
    .map(([name]) => ({ where: file.name, record: 1, what: `the header has no column ${name}` }))
}

/** A record of another width is null, which no schema takes: its cells may stand under the wrong names. */
function rowOf(header: readonly string[], cells: readonly string[]): Record<string, string> | null {
  return cells.length === header.length ? Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])) : null
}

function damaged<T>(file: TextFile, what: string): Records<T> {
  return { name: file.name, records: [], isAbsent: false, problems: [...file.problems, { where: file.name, record: null, what }] }
}

function unread<T>(file: TextFile): Records<T> {
  return { name: file.name, records: [], isAbsent: file.problems.length === 0, problems: file.problems }
}

interface Numbered {
  readonly record: number
  readonly value: unknown
}

function* numbered(values: readonly unknown[], first: number): Generator<Numbered> {
  for (const [index, value] of values.entries()) yield { record: index + first, value }
}

/** One line after the other, because a list of millions of empty ones would not fit. */
function* linesOf(text: string): Generator<Numbered> {
  let record = 0
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next
    const line = text.slice(at, end).trim()
    record += 1
    if (line !== '') yield { record, value: parseOrUndefined(line) }
    at = end + 1
  }
}

function validated<T>(file: TextFile, values: Iterable<Numbered>, schema: z.ZodType<T>): Records<T> {
  const records: { record: number; value: T }[] = []
  const bad: { record: number; what: string }[] = []
  let [count, lost] = [0, 0]
  for (const { record, value } of values) {
    count += 1
    if (count > MAX_RECORDS) continue
    const result = schema.safeParse(value)
    if (result.success) {
      records.push({ record, value: result.data })
      continue
    }
    lost += 1
    if (bad.length < MAX_PROBLEMS) bad.push({ record, what: whatIsWrong(result.error) })
  }
  return { name: file.name, records, isAbsent: false, problems: [...file.problems, ...lossesOf(file.name, { bad, lost, count })] }
}

interface Losses {
  readonly bad: readonly { readonly record: number; readonly what: string }[]
  readonly lost: number
  readonly count: number
}

function lossesOf(where: string, { bad, lost, count }: Losses): Problem[] {
  const share = (part: number) => ({ count: part, of: count, unit: 'records' }) as const
  const [rest, over] = [lost - bad.length, count - MAX_RECORDS]
  return [
    ...bad.map(({ record, what }) => ({ where, record, what, unreadable: share(1) })),
    ...(rest > 0 ? [{ where, record: null, what: `${rest} further records are unusable (MAX_PROBLEMS)`, unreadable: share(rest) }] : []),
    ...(over > 0
      ? [{ where, record: null, what: `only the first ${MAX_RECORDS} records are read (MAX_RECORDS)`, unreadable: share(over) }]
      : []),
  ]
}

function whatIsWrong(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue?.path.length === 0) return 'the record is cut or damaged'
  return issue ? `${issue.path.join('.') || 'record'}: ${issue.message}` : 'the record has an unexpected shape'
}

function parseOrUndefined(line: string): unknown {
  try {
    return parseBoundedJson(line)
  } catch {
    return undefined
  }
}

/** The objects of a damaged array that are whole, found by counting braces outside of strings. */
function wholeObjects(text: string): unknown[] {
  const found: unknown[] = []
  let depth = 0
  let start = 0
  let isInString = false
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]
    if (isInString) {
      if (char === '\\') index += 1
      else if (char === '"') isInString = false
    } else if (char === '"') isInString = true
    else if (char === '{' && depth++ === 0) start = index
    else if (char === '}' && depth > 0 && --depth === 0) found.push(parseOrUndefined(text.slice(start, index + 1)))
  }
  return found
}
