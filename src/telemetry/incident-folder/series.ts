import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import { binByStep, gridOf, meanOf, type Grid } from '../shared/grid.ts'
import { meaningOf } from '../shared/metric-meaning.ts'
import type { Records } from '../shared/records.ts'
import { measuredEntity } from './entities.ts'
import { readingOf, type Folder } from './folder.ts'
import type { MetricSample } from './schema.ts'

/** Most series in one answer; each is one service and metric. */
const MAX_SERIES = 1_000
/** A percentage reaches beyond this, a ratio does not (1 with room for rounding and bursts). */
const MAX_PLAUSIBLE_RATIO = 1.5

type Sample = Records<MetricSample>['records'][number]

/** One row per service and metric that has a sample in the window: the mean of each step. Ordered by first record in the file. */
export async function readSeries(
  folder: Folder,
  query: { readonly window: TimeWindow; readonly stepSeconds: number },
): Promise<Reading<Rows['series']>> {
  const metrics = await folder.metrics()
  const grid = gridOf(query.window, query.stepSeconds)
  const groups = [...Map.groupBy(metrics.records, ({ value }) => `${value.service}\n${value.metric}`).values()]
  const rows = groups.map((samples) => seriesRow(metrics.name, samples, grid)).filter((row) => row !== null)
  const leftOut = Math.max(0, rows.length - MAX_SERIES)
  return readingOf(rows.slice(0, MAX_SERIES), [metrics], leftOut > 0 ? { limit: 'MAX_SERIES', leftOut } : stepLimit(grid))
}

function stepLimit(grid: Grid) {
  return grid.leftOut > 0 ? { limit: 'MAX_GRID_STEPS', leftOut: grid.leftOut } : null
}

function seriesRow(file: string, samples: readonly Sample[], grid: Grid): Rows['series'] | null {
  const first = samples[0]
  if (!first) return null
  const { service, metric } = first.value
  const isPercent = /(?:pct|percent)$/.test(metric) && samples.some(({ value }) => value.value > MAX_PLAUSIBLE_RATIO)
  const bins = binByStep(grid, samples, ({ value }) => value.timestamp)
  const values = bins.map((bin) => meanOf(bin.map(({ value }) => (isPercent ? value.value / 100 : value.value))))
  if (values.every((value) => value === null)) return null
  return {
    locator: `${file}#${first.record}`,
    entity: measuredEntity(service, metric),
    metric: isPercent ? `${metric} as ratio` : metric,
    meaning: meaningOf(metric),
    startAt: grid.startAt,
    stepSeconds: grid.stepSeconds,
    values,
  }
}
