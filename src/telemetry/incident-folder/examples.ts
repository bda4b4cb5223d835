import type { Reading } from '../../domain/reading.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { isWithin, type TimeWindow } from '../../domain/time-window.ts'
import { serviceEntity } from './entities.ts'
import { readingOf, type Folder } from './folder.ts'
import { bodyOf, severityOf } from './log-text.ts'
import { placeSpans, type PlacedSpan } from './spans.ts'

interface Page {
  readonly entity: EntityId
  readonly window: TimeWindow
  readonly onlyErrors: boolean
  readonly offset: number
  readonly limit: number
}

/** One page of a service's log records, in file order. */
export async function readLogExamples(folder: Folder, page: Page): Promise<Reading<Rows['log_examples']>> {
  const logs = await folder.logs()
  const rows = logs.records
    .filter(({ value }) => serviceEntity(value.service) === page.entity && isWithin(value.timestamp, page.window))
    .filter(({ value }) => !page.onlyErrors || ['error', 'warning'].includes(severityOf(value)))
    .map(({ record, value }) => ({
      locator: `${logs.name}#${record}`,
      entity: page.entity,
      at: value.timestamp,
      severity: value.severity_text ?? value.level ?? '',
      body: bodyOf(value),
      traceId: value.trace_id ?? null,
    }))
  return readingOf(pageOf(rows, page), [logs], restOf(rows, page))
}

/** One page of a service's spans, in file order. */
export async function readSpanExamples(folder: Folder, page: Page): Promise<Reading<Rows['span_examples']>> {
  const spans = await folder.spans()
  const rows = placeSpans(spans)
    .filter((placed) => placed.service === page.entity && isWithin(placed.span.start, page.window) && (!page.onlyErrors || placed.isError))
    .map((placed) => spanRow(placed, spans.name))
  return readingOf(pageOf(rows, page), [spans], restOf(rows, page))
}

function pageOf<T>(rows: readonly T[], page: Page): readonly T[] {
  return rows.slice(page.offset, page.offset + page.limit)
}

function restOf(rows: readonly unknown[], page: Page) {
  const leftOut = rows.length - page.offset - page.limit
  return leftOut > 0 ? { limit: 'page', leftOut } : null
}

const OWN_FIELDS = new Set([
  'trace_id',
  'span_id',
  'parent_id',
  'service',
  'name',
  'start',
  'duration_ms',
  'status',
  'error',
  'status_message',
])

function spanRow({ record, span, service, isError }: PlacedSpan, file: string): Rows['span_examples'] {
  const attributes = Object.entries(span).filter(([key, value]) => !OWN_FIELDS.has(key) && value !== null && value !== undefined)
  return {
    locator: `${file}#${record}`,
    traceId: span.trace_id,
    spanId: span.span_id,
    parentSpanId: span.parent_id ?? null,
    service,
    operation: span.name,
    spanKind: 'unspecified',
    startedAt: span.start,
    durationMs: span.duration_ms,
    isError,
    statusMessage: [span.error, span.status_message].filter((text) => typeof text === 'string').join(' '),
    attributes: Object.fromEntries(attributes.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])),
  }
}
