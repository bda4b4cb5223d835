import type { EntityId } from '../../domain/entity.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { answer } from './answer.ts'
import { spread, type Grid } from './grid.ts'
import { idleCounts, milliseconds } from './service-calls.ts'
import { answerEmpty, type Snapshot } from './snapshot.ts'
import { stepOf, withinWindow } from './sql.ts'

const LIMIT = { name: 'call edges', rows: 4000 }

interface EdgeSql {
  readonly id: number
  readonly caller: EntityId
  readonly callee: EntityId
  readonly steps: readonly number[]
  readonly counts: readonly number[]
  readonly errors: readonly number[]
  readonly caller_p50: readonly (number | null)[]
  readonly caller_p95: readonly (number | null)[]
  readonly callee_p50: readonly (number | null)[]
  readonly callee_p95: readonly (number | null)[]
}

/**
 * The calls between services, per step, by caller and callee. A call that nobody served counts towards the callee that its client
 * span names; its callee time is `null`. Counts are 0 and `null` as in service calls. Locator: the first calling span in the window.
 */
export async function readCallEdges(snapshot: Snapshot, grid: Grid): Promise<Reading<Rows['call_edges']>> {
  const spans = await snapshot.source('spans')
  if (spans.rowCount === 0) return answerEmpty(snapshot, 'spans', spans)
  const idle = await idleCounts(snapshot, grid)
  const edges = await snapshot.db.rows<EdgeSql>(edgesSql(grid))
  const rows = edges.map((edge) => edgeRow(edge, { grid, idle, locator: spans.locate(edge.id).locator }))
  return answer(rows, { problems: spans.problems, why: 'no service called another in this window', limit: LIMIT })
}

function edgesSql(grid: Grid): string {
  return `
    WITH steps AS (
      SELECT caller, callee, ${stepOf('at_us', grid)} AS step, min(id) AS id, count(*) AS counts, count(*) FILTER (is_error) AS errors,
        quantile_disc(caller_duration, [0.5, 0.95]) AS callers, quantile_disc(callee_duration, [0.5, 0.95]) AS callees
      FROM called WHERE callee IS NOT NULL AND ${withinWindow('at_us', grid.window)} GROUP BY ALL
    )
    SELECT caller, callee, CAST(min(id) AS DOUBLE) AS id, list(step ORDER BY step) AS steps,
      list(CAST(counts AS DOUBLE) ORDER BY step) AS counts, list(CAST(errors AS DOUBLE) ORDER BY step) AS errors,
      ${milliseconds('callers[1]')} AS caller_p50, ${milliseconds('callers[2]')} AS caller_p95,
      ${milliseconds('callees[1]')} AS callee_p50, ${milliseconds('callees[2]')} AS callee_p95
    FROM steps GROUP BY caller, callee ORDER BY caller, callee`
}

interface RowContext {
  readonly grid: Grid
  readonly idle: readonly (number | null)[]
  readonly locator: string
}

function edgeRow(edge: EdgeSql, { grid, idle, locator }: RowContext): Rows['call_edges'] {
  const nothing = idle.map(() => null)
  return {
    locator,
    caller: edge.caller,
    callee: edge.callee,
    startAt: grid.window.start,
    stepSeconds: grid.stepSeconds,
    counts: spread(edge.steps, edge.counts, idle),
    errors: spread(edge.steps, edge.errors, idle),
    callerP50Ms: spread(edge.steps, edge.caller_p50, nothing),
    callerP95Ms: spread(edge.steps, edge.caller_p95, nothing),
    calleeP50Ms: spread(edge.steps, edge.callee_p50, nothing),
    calleeP95Ms: spread(edge.steps, edge.callee_p95, nothing),
  }
}
