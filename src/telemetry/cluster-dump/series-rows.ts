import { ownValue } from '../../domain/own-value.ts'
import { CLUSTER_SCOPE } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { binByStep, meanOf, type Grid } from '../shared/grid.ts'
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

/** Every column on the grid asked for: the mean of the samples in each step, `null` where there is none. Empty columns are left out. */
export function buildSeriesRows(columns: readonly MetricColumn[], dump: Dump, grid: Grid): SeriesRow[] {
  return columns.flatMap((column, index) => {
    const at = column.header.lastIndexOf('-')
    const [subject, signal] = [column.header.slice(0, at), column.header.slice(at + 1)]
    if (at <= 0) return []
    const entity = nameSubject(subject, dump)
    const known = ownValue(entity.startsWith(`${CLUSTER_SCOPE}/`) ? NODE_SIGNALS : SERVICE_SIGNALS, signal) ?? OTHER
    const convert = known.convert ?? ((value: number) => value)
    const values = binByStep(grid, column.samples, ({ at }) => at).map((bin) => meanOf(bin.map(({ value }) => convert(value))))
    if (values.every((value) => value === null)) return []
    const { startAt, stepSeconds } = grid
    const metric = known.metric ?? signal
    return [{ locator: `metrics.csv#${index + 2}`, entity, metric, meaning: known.meaning, startAt, stepSeconds, values }]
  })
}
