import type { Rows } from '../../domain/telemetry-rows.ts'
import { windowSeconds, type TimeWindow } from '../../domain/time-window.ts'
import { nameSubject } from './metric-subject.ts'
import type { MetricColumn } from './metrics-file.ts'
import type { Dump } from './schema.ts'

type SeriesRow = Rows['series']

interface Known {
  readonly meaning: SeriesRow['meaning']
  /** Name of what the row holds, when that is not the column itself. */
  readonly metric?: string
  readonly convert?: (value: number) => number
}

/** What the suffix of a column measures. An application's `cpu` is in cores, a node's in percent of its cores. */
const SERVICE_SIGNALS: Readonly<Record<string, Known>> = {
  cpu: { meaning: 'cpu_cores' },
  cpu_cfs: { meaning: 'cpu_throttled_ratio' },
  mem: { meaning: 'memory_bytes' },
  rps: { meaning: 'requests_per_second' },
  success_rate: { meaning: 'error_ratio', metric: '1 - success_rate', convert: (value) => Math.max(0, 1 - value) },
  p50latency: { meaning: 'latency_ms' },
  p90latency: { meaning: 'latency_ms' },
  p95latency: { meaning: 'latency_ms' },
  p99latency: { meaning: 'latency_ms' },
}
const NODE_SIGNALS: Readonly<Record<string, Known>> = {
  cpu: { meaning: 'cpu_ratio', metric: 'cpu / 100', convert: (value) => value / 100 },
  mem: { meaning: 'memory_ratio', metric: 'mem / 100', convert: (value) => value / 100 },
}
/** Packets per second and TCP retransmissions have no place in the closed vocabulary; their own names say what they are. */
const OTHER: Known = { meaning: 'other' }

/** Most grid cells one row may have; a finer question is answered with what fits and is cut at the end. */
export const MAX_GRID_CELLS = 5000

/** Every column on the grid asked for: the mean of the samples in each step, `null` where there is none. Empty columns are left out. */
export function buildSeriesRows(
  columns: readonly MetricColumn[],
  dump: Dump,
  grid: { readonly window: TimeWindow; readonly stepSeconds: number },
): SeriesRow[] {
  const cells = Math.min(MAX_GRID_CELLS, Math.ceil(windowSeconds(grid.window) / grid.stepSeconds))
  return columns.flatMap((column, index) => {
    const at = column.header.lastIndexOf('-')
    const [subject, signal] = [column.header.slice(0, at), column.header.slice(at + 1)]
    if (at <= 0) return []
    const entity = nameSubject(subject, dump)
    const known = (entity.startsWith('_cluster/') ? NODE_SIGNALS : SERVICE_SIGNALS)[signal] ?? OTHER
    const values = resample(column, {
      start: grid.window.start,
      stepSeconds: grid.stepSeconds,
      cells,
      convert: known.convert ?? ((value) => value),
    })
    if (values.every((value) => value === null)) return []
    return [
      {
        locator: `metrics.csv#${index + 2}`,
        entity,
        metric: known.metric ?? signal,
        meaning: known.meaning,
        startAt: grid.window.start,
        stepSeconds: grid.stepSeconds,
        values,
      },
    ]
  })
}

interface Grid {
  readonly start: Date
  readonly stepSeconds: number
  readonly cells: number
  readonly convert: (value: number) => number
}

function resample(column: MetricColumn, grid: Grid): (number | null)[] {
  const sums = new Float64Array(grid.cells)
  const counts = new Uint32Array(grid.cells)
  for (const { at, value } of column.samples) {
    const cell = Math.floor((at.getTime() - grid.start.getTime()) / 1000 / grid.stepSeconds)
    if (cell < 0 || cell >= grid.cells) continue
    sums[cell] = (sums[cell] ?? 0) + grid.convert(value)
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return Array.from(sums, (sum, cell) => (counts[cell] ? sum / counts[cell] : null))
}
