import type { EntityId } from '../../domain/entity.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { answer } from './answer.ts'
import { spread, stepCount, type Grid } from './grid.ts'
import { answerEmpty, type Snapshot } from './snapshot.ts'
import { MICROSECONDS_PER_MS, stepOf, withinWindow } from './sql.ts'

const LIMIT = { name: 'services', rows: 1000 }

interface ServiceSql {
  readonly id: number
  readonly service: EntityId
  readonly steps: readonly number[]
  readonly counts: readonly number[]
  readonly errors: readonly number[]
  readonly own_errors: readonly number[]
  readonly p50: readonly number[]
  readonly p95: readonly number[]
  readonly self_p50: readonly number[]
  readonly self_p95: readonly number[]
}

/**
 * What each service served, per step, by name. Counts are 0 in a step where others were recorded and `null` where nobody was.
 * Streams that stay open for minutes are left out. Locator: the service's first span in the window.
 */
export async function readServiceCalls(snapshot: Snapshot, grid: Grid): Promise<Reading<Rows['service_calls']>> {
  const spans = await snapshot.source('spans')
  if (spans.rowCount === 0) return answerEmpty(snapshot, 'spans', spans)
  const idle = await idleCounts(snapshot, grid)
  const services = await snapshot.db.rows<ServiceSql>(servicesSql(grid))
  const rows = services.map((service) => serviceRow(service, { grid, idle, locator: spans.locate(service.id).locator }))
  return answer(rows, { problems: spans.problems, why: 'no service served a request in this window', limit: LIMIT })
}

/** The count of an idle step: 0 where the recording has any span, `null` where it has none and nothing can be said. */
export async function idleCounts(snapshot: Snapshot, grid: Grid): Promise<(number | null)[]> {
  const rows = await snapshot.db.rows<{ step: number }>(
    `SELECT DISTINCT ${stepOf('at_us', grid)} AS step FROM spans WHERE ${withinWindow('at_us', grid.window)}`,
  )
  const recorded = new Set(rows.map(({ step }) => step))
  return Array.from({ length: stepCount(grid) }, (_, step) => (recorded.has(step) ? 0 : null))
}

function servicesSql(grid: Grid): string {
  return `
    WITH steps AS (
      SELECT service, ${stepOf('at_us', grid)} AS step, min(id) AS id, count(*) AS counts, count(*) FILTER (is_error) AS errors,
        count(*) FILTER (is_own_error) AS own_errors, quantile_disc(duration, [0.5, 0.95]) AS durations, quantile_disc(self, [0.5, 0.95]) AS selves
      FROM served WHERE ${withinWindow('at_us', grid.window)} GROUP BY ALL
    )
    SELECT service, CAST(min(id) AS DOUBLE) AS id, list(step ORDER BY step) AS steps,
      ${['counts', 'errors', 'own_errors'].map((name) => `list(CAST(${name} AS DOUBLE) ORDER BY step) AS ${name}`).join(', ')},
      ${milliseconds('durations[1]')} AS p50, ${milliseconds('durations[2]')} AS p95, ${milliseconds('selves[1]')} AS self_p50, ${milliseconds('selves[2]')} AS self_p95
    FROM steps GROUP BY service ORDER BY service`
}

/** Collects a duration (microseconds) of each step as milliseconds in order of the steps. */
export function milliseconds(value: string): string {
  return `list(CAST(${value} AS DOUBLE) / ${MICROSECONDS_PER_MS} ORDER BY step)`
}

interface RowContext {
  readonly grid: Grid
  readonly idle: readonly (number | null)[]
  readonly locator: string
}

function serviceRow(service: ServiceSql, { grid, idle, locator }: RowContext): Rows['service_calls'] {
  const nothing = idle.map(() => null)
  return {
    locator,
    service: service.service,
    startAt: grid.window.start,
    stepSeconds: grid.stepSeconds,
    counts: spread(service.steps, service.counts, idle),
    errors: spread(service.steps, service.errors, idle),
    ownErrors: spread(service.steps, service.own_errors, idle),
    p50Ms: spread(service.steps, service.p50, nothing),
    p95Ms: spread(service.steps, service.p95, nothing),
    selfP50Ms: spread(service.steps, service.self_p50, nothing),
    selfP95Ms: spread(service.steps, service.self_p95, nothing),
  }
}
