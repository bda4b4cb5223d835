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

/** Parses a JSON array (or one object as an array of one). A cut or damaged array gives its whole records and a problem. */
export function parseJsonRecords<T>(file: TextFile, schema: z.ZodType<T>): Records<T> {
  if (file.text === null) return unread(file)
  try {
    const json: unknown = JSON.parse(file.text)
    return validated(file, numbered(Array.isArray(json) ? json : [json], 1), schema)
  } catch {
    const damage = { where: file.name, record: null, what: 'the JSON is damaged or cut; its whole records were used' }
    const { records, problems } = validated(file, numbered(wholeObjects(file.text), 1), schema)
    return { name: file.name, records, isAbsent: false, problems: [damage, ...problems] }
  }
}

/** Parses one JSON object a line; blank lines are skipped, a line that is no JSON is a problem. */
export function parseLineRecords<T>(file: TextFile, schema: z.ZodType<T>): Records<T> {
  if (file.text === null) return unread(file)
  const lines = file.text.split('\n').map((line, index) => ({ record: index + 1, value: line.trim() }))
  const parsed = lines.filter(({ value }) => value !== '').map(({ record, value }) => ({ record, value: parseOrUndefined(value) }))
  return validated(file, parsed, schema)
}

/** Parses CSV with a header line into objects of text; a line with missing cells is left to the schema to refuse. */
export function parseCsvRecords<T>(file: TextFile, schema: z.ZodType<T>): Records<T> {
  if (file.text === null) return unread(file)
  try {
    const rows: unknown[] = parse(file.text, { columns: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true })
    return validated(file, numbered(rows, 2), schema)
  } catch {
    return { ...unread(file), isAbsent: false, problems: [{ where: file.name, record: null, what: 'the file is no readable CSV' }] }
  }
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
