import { parse } from 'csv-parse/sync'
import type { Problem } from '../../domain/reading.ts'
import { csvWidth } from '../shared/records.ts'
import { parseWallClock, type DumpClock } from '../kubectl-text/dump-clock.ts'

/** One column: ascending by time, UTC. A cell that is no number is no sample. */
export interface MetricColumn {
  readonly header: string
  readonly samples: readonly { readonly at: Date; readonly value: number }[]
}

/** Columns that are read, one a metric; the widest recordings have a hundred. */
const MAX_COLUMNS = 5000
/** Records that are named one by one; the rest is counted. */
const MAX_NAMED_RECORDS = 20

/** What `metrics.csv` holds, and what of it could not be used. */
export interface Metrics {
  readonly columns: readonly MetricColumn[]
  readonly problems: readonly Problem[]
}

/**
 * Reads `metrics.csv` (first column the wall clock of the place, then one column a metric). Records with the wrong number of
 * cells or without a usable time are left out and named; a text that is no CSV, or whose times have no known zone, is named as a
 * whole, and so is an empty one. `null` (no such file; most dumps have none) gives no columns. Never throws.
 */
export function readMetricColumns(csv: string | null, clock: DumpClock): Metrics {
  if (csv === null) return { columns: [], problems: [] }
  if (csv.trim() === '') return unusable('the file is empty')
  if (clock.offset === null) return unusable('no object in case.json states a time with a zone, so its times cannot be placed')
  const width = csvWidth(csv)
  if (width > MAX_COLUMNS) return unusable(`it has ${width} columns, more than the ${MAX_COLUMNS} that are read (MAX_COLUMNS)`)
  try {
    const records = parse(csv, { bom: true, relax_column_count: true, skip_empty_lines: true })
    return readRecords(records, { clock, isEnded: csv.endsWith('\n') })
  } catch {
    return unusable('it is no CSV')
  }
}

function unusable(what: string): Metrics {
  return { columns: [], problems: [{ where: 'metrics.csv', record: null, what }] }
}

function readRecords(
  records: readonly (readonly string[])[],
  { clock, isEnded }: { readonly clock: DumpClock; readonly isEnded: boolean },
): Metrics {
  const [header = [], ...rows] = records
  const cut: Problem[] = isEnded ? [] : [{ where: 'metrics.csv', record: null, what: 'the file ends inside a record' }]
  const lost: { readonly record: number; readonly what: string }[] = []
  const kept: { readonly at: Date; readonly cells: readonly string[] }[] = []
  for (const [index, cells] of rows.entries()) {
    const at = parseWallClock(cells[0] ?? '', clock)
    const isWhole = cells.length === header.length
    if (at !== null && isWhole) kept.push({ at, cells })
    else
      lost.push({
        record: index + 2,
        what: isWhole ? 'its time is no time' : `${cells.length} cells where the header has ${header.length}`,
      })
  }
  const problems = [...cut, ...lossProblems(lost, rows.length)]
  kept.sort((a, b) => a.at.getTime() - b.at.getTime())
  return { columns: header.slice(1).map((name, index) => ({ header: name, samples: samplesOf(kept, index + 1) })), problems }
}

function lossProblems(lost: readonly { readonly record: number; readonly what: string }[], records: number): Problem[] {
  const share = (count: number) => ({ count, of: records, unit: 'records' }) as const
  const named = lost.slice(0, MAX_NAMED_RECORDS).map((one) => ({ where: 'metrics.csv', ...one, unreadable: share(1) }))
  const rest = lost.length - named.length
  return rest > 0
    ? [...named, { where: 'metrics.csv', record: null, what: `${rest} more records are unusable`, unreadable: share(rest) }]
    : named
}

function samplesOf(records: readonly { readonly at: Date; readonly cells: readonly string[] }[], column: number): MetricColumn['samples'] {
  return records.flatMap(({ at, cells }) => {
    const value = Number.parseFloat(cells[column] ?? '')
    return Number.isFinite(value) ? [{ at, value }] : []
  })
}
