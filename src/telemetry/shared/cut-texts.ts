import { isAnswered, withLosses, type Problem, type Reading } from '../../domain/reading.ts'

/** Longest text of one row, in characters. What an incident is told by stands at the front; everything after this reads and matches every text. */
const MAX_TEXT_CHARS = 65_536
const CUT_MARK = `… [cut at ${MAX_TEXT_CHARS} characters]`

/** The same reading with no text longer than `MAX_TEXT_CHARS`; how many rows had one is named. Rows are nested no deeper than what was parsed. */
export function cutTexts<Row>(reading: Reading<Row>, where: string): Reading<Row> {
  if (!isAnswered(reading)) return reading
  const rows = reading.rows.map((row) => (hasLongText(row) ? (cut(row) as Row) : row))
  const count = rows.filter((row, index) => row !== reading.rows[index]).length
  if (count === 0) return reading
  const problem: Problem = {
    where,
    record: null,
    what: `texts longer than ${MAX_TEXT_CHARS} characters were cut (MAX_TEXT_CHARS)`,
    unreadable: { count, of: rows.length, unit: 'records' },
  }
  return withLosses({ ...reading, rows }, { problems: [problem] })
}

function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > MAX_TEXT_CHARS + CUT_MARK.length
  if (typeof value !== 'object' || value === null || value instanceof Date) return false
  return Array.isArray(value)
    ? value.some(hasLongText)
    : Object.entries(value).some(([key, inner]) => hasLongText(key) || hasLongText(inner))
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return hasLongText(value) ? value.slice(0, MAX_TEXT_CHARS) + CUT_MARK : value
  if (Array.isArray(value)) return value.map(cut)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cut(key), cut(inner)]))
}
