import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Query, Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { answer } from './answer.ts'
import { moment } from './clock.ts'
import { logEntity } from './log-patterns.ts'
import { parseMap } from './map-text.ts'
import { answerEmpty, type Snapshot } from './snapshot.ts'
import { literal, MICROSECONDS_PER_MS, withinWindow } from './sql.ts'

export type ExampleQuery = Extract<Query, { readonly kind: 'log_examples' | 'span_examples' }>

interface LogSql {
  readonly id: number
  readonly namespace: string | null
  readonly service: string
  readonly host: string | null
  readonly at_us: number
  readonly severity_text: string
  readonly body: string
  readonly trace_id: string | null
}

/** Log records of a service or a pod by time, one page. */
export async function readLogExamples(snapshot: Snapshot, query: ExampleQuery): Promise<Reading<Rows['log_examples']>> {
  const logs = await snapshot.source('logs')
  if (logs.rowCount === 0) return answerEmpty(snapshot, 'logs', logs)
  const records = await snapshot.db.rows<LogSql>(`
    SELECT CAST(row_id AS DOUBLE) AS id, namespace, service, host, CAST(at_us AS DOUBLE) AS at_us, severity_text, body, trace_id FROM logs
    WHERE ${isOf(query.entity, { isPodKnown: true })} AND ${withinWindow('at_us', query.window)} ${query.onlyErrors ? `AND severity IN ('error', 'warning')` : ''}
    ORDER BY at_us, row_id LIMIT ${query.limit} OFFSET ${query.offset}`)
  const rows = records.map((record) => ({
    locator: logs.locate(record.id).locator,
    entity: logEntity(record),
    at: moment(record.at_us),
    severity: record.severity_text,
    body: record.body,
    traceId: record.trace_id,
  }))
  return answer(rows, { problems: logs.problems, why: `no such log record of ${query.entity} in this window` })
}

interface SpanSql {
  readonly id: number
  readonly trace_id: string
  readonly span_id: string
  readonly parent_id: string | null
  readonly namespace: string | null
  readonly service: string
  readonly operation: string
  readonly kind: string
  readonly at_us: number
  readonly duration: number | null
  readonly is_error: boolean
  readonly status_message: string | null
  readonly attributes: string | null
}

/** Spans of a service by time, one page. Attributes are kept for failed spans only; ordinary ones have none. */
export async function readSpanExamples(snapshot: Snapshot, query: ExampleQuery): Promise<Reading<Rows['span_examples']>> {
  const spans = await snapshot.source('spans')
  if (spans.rowCount === 0) return answerEmpty(snapshot, 'spans', spans)
  const records = await snapshot.db.rows<SpanSql>(`
    SELECT CAST(row_id AS DOUBLE) AS id, trace_id, span_id, parent_id, namespace, service, operation, kind, CAST(at_us AS DOUBLE) AS at_us,
      CAST(duration AS DOUBLE) AS duration, is_error, status_message, attributes FROM spans
    WHERE ${isOf(query.entity, { isPodKnown: false })} AND ${withinWindow('at_us', query.window)} ${query.onlyErrors ? 'AND is_error' : ''}
    ORDER BY at_us, row_id LIMIT ${query.limit} OFFSET ${query.offset}`)
  const rows = records.map((span) => spanRow(span, spans.locate(span.id).locator))
  return answer(rows, { problems: spans.problems, why: `no such span of ${query.entity} in this window` })
}

function spanRow(span: SpanSql, locator: string): Rows['span_examples'] {
  return {
    locator,
    traceId: span.trace_id,
    spanId: span.span_id,
    parentSpanId: span.parent_id || null,
    service: logEntity({ ...span, host: null }),
    operation: span.operation,
    spanKind: span.kind,
    startedAt: new Date(span.at_us / MICROSECONDS_PER_MS),
    durationMs: (span.duration ?? 0) / MICROSECONDS_PER_MS,
    isError: span.is_error,
    statusMessage: span.status_message ?? '',
    attributes: parseMap(span.attributes ?? ''),
  }
}

// A service without namespace in its records is found by its name alone.
function isOf(entity: EntityId, { isPodKnown }: { readonly isPodKnown: boolean }): string {
  const { scope, kind, name } = parseEntity(entity)
  const namespace = `COALESCE(namespace = ${literal(scope)}, true)`
  if (kind === 'Node' && isPodKnown) return `host = ${literal(name)}`
  return kind === 'Pod' && isPodKnown ? `pod = ${literal(name)} AND ${namespace}` : `service = ${literal(name)} AND ${namespace}`
}
