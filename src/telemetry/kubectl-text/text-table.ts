// kubectl prints tables in columns that start where their header starts. A cell may be empty, and headers may hold single
// spaces (`ACCESS MODES`), so columns are cut by position, never by splitting on blanks.

/** One row: header as printed → cell, trimmed. An empty cell is an empty string. */
export type TableRow = Readonly<Record<string, string>>

const RULER = /^[\s-]+$/

/**
 * Reads a table whose first line is the header; a line of dashes below it is skipped. Rows in printed order. Text without a
 * header and at least one row gives no rows. Never throws.
 */
export function readTable(lines: readonly string[]): TableRow[] {
  const [header, ...rows] = lines.filter((line) => line.trim() !== '')
  if (header === undefined) return []
  const columns = [...header.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ name: match[0], start: match.index }))
  return rows
    .filter((row) => !RULER.test(row))
    .map((row) => Object.fromEntries(columns.map(({ name, start }, index) => [name, row.slice(start, columns[index + 1]?.start).trim()])))
}
