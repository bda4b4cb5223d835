import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import { binByStep, gridOf, meanOf, type Grid } from '../shared/grid.ts'
import type { Records } from '../shared/records.ts'
import { serviceOfPod } from './entities.ts'
import { readingOf, type TraceFolder } from './folder.ts'
import type { PodSample } from './schema.ts'

type Sample = Records<PodSample>['records'][number]

interface Measure {
  readonly column: Exclude<keyof PodSample, 'TimeStamp' | 'PodName'>
  readonly metric: string
  readonly meaning: Rows['series']['meaning']
  /** From the file's unit to that of the meaning. */
  readonly factor: number
}

const MEASURES: readonly Measure[] = [
  { column: 'CpuUsageRate(%)', metric: 'CpuUsageRate as ratio', meaning: 'cpu_ratio', factor: 0.01 },
  { column: 'MemoryUsageRate(%)', metric: 'MemoryUsageRate as ratio', meaning: 'memory_ratio', factor: 0.01 },
  { column: 'PodWorkload(Ops)', metric: 'PodWorkload', meaning: 'requests_per_second', factor: 1 },
  { column: 'NodeCpuUsageRate(%)', metric: 'NodeCpuUsageRate as ratio', meaning: 'other', factor: 0.01 },
]

/** One row per pod and measure. Its latency quantiles are left out: they rest on a handful of requests a minute, and the calls over all traces tell more. */
export async function readSeries(
  folder: TraceFolder,
  query: { readonly window: TimeWindow; readonly stepSeconds: number },
): Promise<Reading<Rows['series']>> {
  const metrics = await folder.metrics()
  const grid = gridOf(query.window, query.stepSeconds)
  const pods = [...Map.groupBy(metrics.records, ({ value }) => value.PodName).values()]
  const rows = pods.flatMap((samples) => MEASURES.flatMap((measure) => seriesRow(metrics.name, samples, { measure, grid }) ?? []))
  return readingOf(rows, [metrics], grid.leftOut > 0 ? { limit: 'MAX_GRID_STEPS', leftOut: grid.leftOut } : null)
}

function seriesRow(
  file: string,
  samples: readonly Sample[],
  { measure, grid }: { readonly measure: Measure; readonly grid: Grid },
): Rows['series'] | null {
  const first = samples[0]
  const bins = binByStep(grid, samples, ({ value }) => new Date(value.TimeStamp * 1000))
  const values = bins.map((bin) =>
    meanOf(bin.flatMap(({ value }) => value[measure.column] ?? []).map((value) => round(value * measure.factor))),
  )
  if (first === undefined || values.every((value) => value === null)) return null
  return {
    locator: `${file}#${first.record} ${measure.column}`,
    entity: serviceOfPod(first.value.PodName),
    metric: `${measure.metric} of ${first.value.PodName}`,
    meaning: measure.meaning,
    startAt: grid.startAt,
    stepSeconds: grid.stepSeconds,
    values,
  }
}

/** Five significant digits: what the exporter measured, without the dust of binary arithmetic. */
function round(value: number): number {
  return Number(value.toPrecision(5))
}
