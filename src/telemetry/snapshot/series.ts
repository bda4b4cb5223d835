import type { EntityId } from '../../domain/entity.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { answer } from './answer.ts'
import type { Session } from './database.ts'
import { spread, stepCount, type Grid } from './grid.ts'
import { METRIC_SERIES } from './metrics-table.ts'
import { metricReading } from './metric-meanings.ts'
import { deriveRatios } from '../shared/series-ratios.ts'
import { plainSeriesSql } from './series-sql.ts'
import { readSpanMetrics } from './span-metrics.ts'
import { answerEmpty, type Snapshot, type Source } from './snapshot.ts'
import { literal } from './sql.ts'

type SeriesRow = Rows['series']

const LIMIT = { name: 'series', rows: 1500 }

interface PlainSql {
  readonly entity: EntityId
  readonly metric: string
  readonly resource: string
  readonly id: number
  readonly steps: readonly number[]
  readonly values: readonly (number | null)[]
}

/**
 * Metrics of pods and services on the grid, one row for each entity and metric: those with a known meaning first, then by entity
 * and name. Ratios to limits and latency quantiles are derived here. A value is `null` in a step without samples.
 * Locator: the first sample of the row in the window.
 */
export async function readSeries(snapshot: Snapshot, grid: Grid): Promise<Reading<SeriesRow>> {
  const metrics = await snapshot.source('metrics')
  if (metrics.rowCount === 0) return answerEmpty(snapshot, 'metrics', metrics)
  await writeReadings(snapshot.db)
  const plain = await snapshot.db.rows<PlainSql>(plainSeriesSql(grid))
  const rows = plain.map((row) => seriesRow(row, { grid, metrics }))
  const all = [...(await readSpanMetrics(snapshot, { grid, metrics })), ...rows, ...deriveRatios(rows)]
  all.sort((a, b) => Number(a.meaning === 'other') - Number(b.meaning === 'other') || compare(a, b))
  return answer(all, { problems: metrics.problems, why: 'no metric has a sample in this window', limit: LIMIT })
}

function compare(a: SeriesRow, b: SeriesRow): number {
  const [left, right] = [`${a.entity} ${a.metric}`, `${b.entity} ${b.metric}`]
  return left < right ? -1 : Number(left > right)
}

// What a metric means is known by name, here; the database joins it to the samples.
async function writeReadings(db: Session): Promise<void> {
  const metrics = await db.rows<{ metric: string }>(`SELECT DISTINCT metric FROM ${METRIC_SERIES}`)
  const values = metrics.map(({ metric }) => {
    const { statistic, combine } = metricReading(metric)
    return `(${literal(metric)}, ${literal(statistic)}, ${literal(combine)})`
  })
  await db.run(`CREATE TEMPORARY TABLE metric_readings AS SELECT * FROM (VALUES ${values.join(', ')}) readings(metric, statistic, combine)`)
}

function seriesRow(row: PlainSql, { grid, metrics }: { readonly grid: Grid; readonly metrics: Source }): SeriesRow {
  const { statistic, meaning } = metricReading(row.metric)
  const nothing = Array.from({ length: stepCount(grid) }, () => null)
  return {
    locator: metrics.locate(row.id).locator,
    entity: row.entity,
    metric: [row.metric, row.resource, statistic === 'value' ? '' : statistic].filter((part) => part !== '').join(' '),
    meaning,
    startAt: grid.window.start,
    stepSeconds: grid.stepSeconds,
    values: spread(row.steps, row.values, nothing),
  }
}
