import type { TimeWindow } from '../../domain/time-window.ts'

/** Unit of every time and duration inside the database: microseconds, the finest that a 64-bit double still holds exactly. */
export const MICROSECONDS_PER_MS = 1000

/** A text as SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A column or table name as SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Microseconds since 1970 of a moment. */
export function microseconds(at: Date): number {
  return at.getTime() * MICROSECONDS_PER_MS
}

/** A condition that keeps the rows of the window, start included, end excluded. */
export function withinWindow(column: string, window: TimeWindow): string {
  return `${column} >= ${microseconds(window.start)} AND ${column} < ${microseconds(window.end)}`
}

/** The number of the step a moment falls into, counted from the start of the window. */
export function stepOf(column: string, grid: { readonly window: TimeWindow; readonly stepSeconds: number }): string {
  return `CAST((${column} - ${microseconds(grid.window.start)}) // ${grid.stepSeconds * 1_000_000} AS INTEGER)`
}

/**
 * Microseconds since 1970 of a recorded time, NULL when it is none. Takes `2006-01-02 15:04:05` with `T` or blank, any fraction
 * (cut to microseconds), and whatever zone text follows: every recorder of this format writes UTC.
 */
export function parsedTime(column: string): string {
  // The usual form needs no pattern; it costs a third.
  const usual = `TRY_CAST(left(${column}, 26) AS TIMESTAMP)`
  const other = `TRY_CAST(left(regexp_extract(${column}, '^\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?'), 26) AS TIMESTAMP)`
  return `epoch_us(COALESCE(${usual}, ${other}))`
}
