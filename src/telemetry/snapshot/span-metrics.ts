import type { EntityId } from '../../domain/entity.ts'
import { stepCount, type Grid } from './grid.ts'
import { histogramQuantile } from './histogram-quantile.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { histogramSql } from './series-sql.ts'
import type { Snapshot, Source } from './snapshot.ts'

type SeriesRow = Rows['series']

interface StepSql {
  readonly entity: EntityId
  readonly metric: string
  readonly step: number
  readonly id: number
  /** Time in which the increases came about; null when a counter was born in this step. */
  readonly seconds: number | null
  readonly bounds: readonly number[]
  readonly increases: readonly (number | null)[]
  readonly errors: number | null
}

interface Context {
  readonly grid: Grid
  readonly metrics: Source
}

/**
 * Traffic, errors and latency of services from the span metrics: requests and errors per second, their ratio, and the 95th
 * percentile in milliseconds. Totals come from the infinite bucket, because the recorder keeps only the failed calls as a counter.
 */
export async function readSpanMetrics(snapshot: Snapshot, context: Context): Promise<SeriesRow[]> {
  const steps = await snapshot.db.rows<StepSql>(histogramSql(context.grid))
  const services = Map.groupBy(steps, ({ entity }) => entity)
  return [...services.values()].flatMap((own) => serviceSeries(own, context))
}

function serviceSeries(steps: readonly StepSql[], context: Context): SeriesRow[] {
  const buckets = steps.filter(({ metric }) => metric.endsWith('_bucket'))
  const calls = steps.filter(({ metric }) => metric.endsWith('calls_total'))
  const requests = rowOf(buckets, {
    ...context,
    name: 'count rate',
    meaning: 'requests_per_second',
    valueOf: (step) => perSecond(step.increases.at(-1), step),
  })
  const latency = rowOf(buckets, { ...context, name: 'p95', meaning: 'latency_ms', valueOf: p95Ms })
  const failed = calls.length > 0 ? calls : buckets
  const errors = rowOf(failed, {
    ...context,
    name: 'errors rate',
    meaning: 'errors_per_second',
    valueOf: (step) => perSecond(step.errors, step),
  })
  return [requests, latency, errors, errorRatio(requests, errors)].flatMap((row) => row ?? [])
}

interface RowOptions extends Context {
  readonly name: string
  readonly meaning: SeriesRow['meaning']
  readonly valueOf: (step: StepSql) => number | null
}

function rowOf(steps: readonly StepSql[], { grid, metrics, name, meaning, valueOf }: RowOptions): SeriesRow | null {
  const [first] = steps
  if (!first) return null
  const values: (number | null)[] = Array.from({ length: stepCount(grid) }, () => null)
  for (const step of steps) if (step.metric === first.metric) values[step.step] = valueOf(step)
  const { locator } = metrics.locate(Math.min(...steps.map(({ id }) => id)))
  return {
    locator,
    entity: first.entity,
    metric: `${first.metric} ${name}`,
    meaning,
    startAt: grid.window.start,
    stepSeconds: grid.stepSeconds,
    values,
  }
}

function perSecond(increase: number | null | undefined, { seconds }: StepSql): number | null {
  return increase === null || increase === undefined || seconds === null || seconds <= 0 ? null : increase / seconds
}

function p95Ms({ metric, bounds, increases }: StepSql): number | null {
  const buckets = bounds.map((bound, index) => ({ bound, count: increases[index] ?? 0 }))
  const value = histogramQuantile(0.95, buckets)
  return value === null ? null : value * (metric.includes('milliseconds') ? 1 : 1000)
}

// A step with traffic and no failed call is a ratio of zero; without traffic there is none.
function errorRatio(requests: SeriesRow | null, errors: SeriesRow | null): SeriesRow | null {
  if (!requests) return null
  const values = requests.values.map((total, step) =>
    total === null || total <= 0 ? null : Math.min(1, (errors?.values[step] ?? 0) / total),
  )
  return { ...requests, metric: requests.metric.replace(/count rate$/, 'error ratio'), meaning: 'error_ratio', values }
}
