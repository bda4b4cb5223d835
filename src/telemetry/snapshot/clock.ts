import type { Problem } from '../../domain/reading.ts'
import { isPlausibleMoment } from '../shared/moment.ts'
import type { Session } from './database.ts'
import { MICROSECONDS_PER_MS } from './sql.ts'
import { recordsOf, type RecordedTable } from './recorded-table.ts'

/** A recording lasts under an hour; a record a day away from the middle of its source has a wrong clock. */
const CLOCK_TOLERANCE_HOURS = 24
const TOLERANCE_MICROSECONDS = CLOCK_TOLERANCE_HOURS * 3_600_000_000

/** The time a source covers, wrong clocks left out; all null when no record has a usable time. */
export interface Clock {
  readonly from: Date | null
  readonly to: Date | null
  readonly middle: Date | null
  readonly problems: readonly Problem[]
}

/**
 * Finds records whose time is missing or far from the rest of their source, takes their time away so that they stretch no window,
 * and names them. The records stay, for readings that need no time.
 */
export async function settleClock(db: Session, table: RecordedTable): Promise<Clock> {
  if (table.rowCount === 0) return { from: null, to: null, middle: null, problems: [] }
  const [strays] = await db.rows<Strays>(`
    WITH middle AS (SELECT quantile_disc(at_us, 0.5) AS at_us FROM ${table.table}),
    strays AS (SELECT t.row_id AS id, t.at_us FROM ${table.table} t, middle WHERE t.at_us IS NULL OR abs(t.at_us - middle.at_us) > ${TOLERANCE_MICROSECONDS})
    SELECT CAST(count(*) AS DOUBLE) AS count, CAST(count(*) FILTER (at_us IS NULL) AS DOUBLE) AS untimed, CAST(min(id) AS DOUBLE) AS first,
      CAST(arg_min(at_us, id) AS DOUBLE) AS first_at, CAST((SELECT at_us FROM middle) AS DOUBLE) AS middle_at FROM strays`)
  const problems = strays && strays.count > 0 ? [describe(strays, table)] : []
  if (strays && strays.count > strays.untimed) {
    await db.run(`CREATE OR REPLACE VIEW ${table.table} AS SELECT * REPLACE (
        CASE WHEN abs(at_us - ${strays.middle_at}) <= ${TOLERANCE_MICROSECONDS} THEN at_us END AS at_us) FROM ${recordsOf(table.table)}`)
  }
  return { ...(await coverage(db, table)), problems }
}

/** True when two moments cannot belong to one recording. */
export function isFarApart(a: Date, b: Date): boolean {
  return Math.abs(a.getTime() - b.getTime()) > TOLERANCE_MICROSECONDS / MICROSECONDS_PER_MS
}

interface Strays {
  readonly count: number
  readonly untimed: number
  readonly first: number
  readonly first_at: number | null
  readonly middle_at: number | null
}

function describe({ count, first, first_at }: Strays, table: RecordedTable): Problem {
  const { file, record } = table.locate(first)
  const said = new Date(first_at === null ? Number.NaN : first_at / MICROSECONDS_PER_MS)
  const example = Number.isNaN(said.getTime()) ? 'it has no readable time' : `it says ${said.toISOString()}`
  const unreadable = { count, of: table.rowCount, unit: 'records' } as const
  return { where: file, record, what: `the record has no time that can be trusted (wrong clock): ${example}`, unreadable }
}

async function coverage(db: Session, { table }: RecordedTable): Promise<Omit<Clock, 'problems'>> {
  const [row] = await db.rows<Record<'first' | 'last' | 'middle', number | null>>(`
    SELECT CAST(min(at_us) AS DOUBLE) AS first, CAST(max(at_us) AS DOUBLE) AS last, CAST(quantile_disc(at_us, 0.5) AS DOUBLE) AS middle FROM ${table}`)
  return { from: moment(row?.first), to: moment(row?.last), middle: moment(row?.middle) }
}

/** The moment of a time from the database (microseconds since 1970), null when there is none or none that an incident can have. */
export function moment(at: number | null | undefined): Date | null {
  const ms = at === null || at === undefined ? Number.NaN : Math.floor(at / MICROSECONDS_PER_MS)
  return isPlausibleMoment(ms) ? new Date(ms) : null
}
