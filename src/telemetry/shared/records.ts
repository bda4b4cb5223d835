import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import type { Problem } from '../../domain/reading.ts'
import type { TextFile } from './text-file.ts'

/** Most problems kept per file: enough to see the pattern, few enough that a file of noise does not fill the answer. */
const MAX_PROBLEMS = 20

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
    const json: unknown = JSON.parse(file.text)
    return validated(file, numbered(Array.isArray(json) ? json : [json], 1), schema)
  } catch {
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
  const lines = file.text.split('\n').map((line, index) => ({ record: index + 1, value: line.trim() }))
  const parsed = lines.filter(({ value }) => value !== '').map(({ record, value }) => ({ record, value: parseOrUndefined(value) }))
  return validated(file, parsed, schema)
}

/**
 * Parses CSV with a header line into objects of text. A file that is empty, lacks a column, has records of another width, or ends inside a record is
 * named; what is whole is used.
 */
export function parseCsvRecords<T>(file: TextFile, schema: ObjectSchema<T>): Records<T> {
  if (file.text === null) return unread(file)
  if (file.text.trim() === '') return damaged(file, 'the file is empty')
  const rows = csvRows(file.text) ?? csvRows(wholeCsv(file.text))
  if (rows === null) return damaged(file, 'the file is no readable CSV')
  const [header = [], ...cells] = rows
  const cut = file.text.endsWith('\n') ? [] : [{ where: file.name, record: null, what: 'the file ends inside a record' }]
  const problems = [...file.problems, ...cut, ...missingColumns(file, header, schema)]
  const values = cells.map((row) => rowOf(header, row))
  return validated({ ...file, problems }, numbered(values, 2), schema)
}

function csvRows(text: string): readonly (readonly string[])[] | null {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true })
  } catch {
    return null
  }
}

/** Without the record of the last quote, which never closes when a file is cut inside a quoted cell. */
function wholeCsv(text: string): string {
  return text.slice(0, text.lastIndexOf('\n', text.lastIndexOf('"')) + 1)
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

function numbered(values: readonly unknown[], first: number): { record: number; value: unknown }[] {
  return values.map((value, index) => ({ record: index + first, value }))
}

function validated<T>(file: TextFile, values: readonly { record: number; value: unknown }[], schema: z.ZodType<T>): Records<T> {
  const records: { record: number; value: T }[] = []
  const problems: Problem[] = [...file.problems]
  let unnamed = 0
  for (const { record, value } of values) {
    const result = schema.safeParse(value)
    if (result.success) records.push({ record, value: result.data })
    else if (problems.length < MAX_PROBLEMS) problems.push({ where: file.name, record, what: whatIsWrong(result.error) })
    else unnamed += 1
  }
  if (unnamed > 0) problems.push({ where: file.name, record: null, what: `${unnamed} further records are unusable (MAX_PROBLEMS)` })
  return { name: file.name, records, isAbsent: false, problems }
}

function whatIsWrong(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue?.path.length === 0) return 'the record is cut or damaged'
  return issue ? `${issue.path.join('.') || 'record'}: ${issue.message}` : 'the record has an unexpected shape'
}

function parseOrUndefined(line: string): unknown {
  try {
    return JSON.parse(line)
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
