import { parse } from 'csv-parse/sync'
import type { Problem } from '../../domain/reading.ts'
import { parseWallClock, type DumpClock } from './dump-clock.ts'

/** One column: ascending by time, UTC. A cell that is no number is no sample. */
export interface MetricColumn {
  readonly header: string
  readonly samples: readonly { readonly at: Date; readonly value: number }[]
}

/**
 * Reads `metrics.csv` (first column the wall clock of the place, then one column a metric). Records with the wrong number of
 * cells or without a usable time are left out and named. Without a known zone nothing can be placed and every record is named.
 */
export function readMetricColumns(
  csv: string,
  clock: DumpClock,
): { readonly columns: readonly MetricColumn[]; readonly problems: readonly Problem[] } {
  const records = parse(csv, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true })
  const [header = [], ...rows] = records
  const problems: Problem[] = []
  const kept: { readonly at: Date; readonly cells: readonly string[] }[] = []
  for (const [index, cells] of rows.entries()) {
    const at = parseWallClock(cells[0] ?? '', clock)
    const what =
      at === null
        ? 'its time cannot be placed'
        : cells.length === header.length
          ? null
          : `${cells.length} cells where the header has ${header.length}`
    if (what !== null) problems.push({ where: 'metrics.csv', record: index + 2, what })
    else if (at !== null) kept.push({ at, cells })
  }
  kept.sort((a, b) => a.at.getTime() - b.at.getTime())
  const columns = header.slice(1).map((name, column) => ({
    header: name,
    samples: kept.flatMap(({ at, cells }) => {
      const value = Number.parseFloat(cells[column + 1] ?? '')
      return Number.isFinite(value) ? [{ at, value }] : []
    }),
  }))
  return { columns, problems }
}
