import type { Query, Reading } from '../../domain/reading.ts'
import type { QueryKind, Rows } from '../../domain/telemetry-rows.ts'
import { isWithin } from '../../domain/time-window.ts'
import type { Telemetry } from '../port.ts'
import { readCallEdges, readDependencies, readServiceCalls } from './calls.ts'
import { readFolderCallFailures } from './call-failures.ts'
import { serviceOfPod } from './entities.ts'
import { openFolder, readingOf, type TraceFolder } from './folder.ts'
import { readLogExamples, readLogPatterns } from './logs.ts'
import { readSeries } from './series.ts'
import { fromNanos } from './times.ts'

/** Opens a trace folder for reading. Files are read when first needed; never throws, damaged files show in the readings. */
export function openTraceFolder(dir: string): Telemetry {
  const folder = openFolder(dir)
  return {
    label: `trace-folder ${dir}`,
    read: (query, { signal }) => answer(folder, query, signal) as Promise<never>,
    close: () => Promise.resolve(),
  }
}

async function answer(folder: TraceFolder, query: Query, signal: AbortSignal): Promise<Reading<Rows[QueryKind]>> {
  if (signal.aborted) return { status: 'error', code: 'telemetry_timeout', why: 'stopped before it was read' }
  switch (query.kind) {
    case 'overview':
      return readOverview(folder)
    case 'series':
      return readSeries(folder, query)
    case 'call_edges':
      return readCallEdges(folder, query)
    case 'service_calls':
      return readServiceCalls(folder, query)
    case 'dependencies':
      return readDependencies(folder)
    case 'call_failures':
      return readFolderCallFailures(folder)
    case 'log_patterns':
      return readLogPatterns(folder, query)
    case 'log_examples':
      return readLogExamples(folder, query)
    case 'span_examples':
      return readSpanExamples(folder, query)
    case 'alerts':
    case 'changes':
    case 'provider_status':
    case 'kubernetes_events':
    case 'object_versions':
    case 'checks':
    case 'listings':
    case 'statements':
      return { status: 'unknown', why: 'a trace folder holds no such records' }
  }
}

/** From the first metric sample to the end of the window in question. */
async function readOverview(folder: TraceFolder): Promise<Reading<Rows['overview']>> {
  // Spans are only read as examples, so this is where damage to them is said.
  const [about, metrics, spans] = [await folder.about(), await folder.metrics(), await folder.spans()]
  const window = about.records[0]?.value
  if (window === undefined) return readingOf([], [about, spans])
  const first = metrics.records.reduce((least, { value }) => Math.min(least, value.TimeStamp), window.window_start)
  const last = metrics.records.reduce((most, { value }) => Math.max(most, value.TimeStamp), window.window_end)
  const row = {
    locator: about.name,
    reported: null,
    from: new Date(first * 1000),
    to: new Date((last + 60) * 1000),
    declaredStart: new Date(window.window_start * 1000),
    scopes: [],
  }
  return readingOf([row], [about, spans])
}

async function readSpanExamples(
  folder: TraceFolder,
  page: Extract<Query, { kind: 'log_examples' | 'span_examples' }>,
): Promise<Reading<Rows['span_examples']>> {
  const spans = await folder.spans()
  // Spans carry no status here, so a page of failed ones is empty rather than a page of spans that may be fine.
  const own = page.onlyErrors
    ? []
    : spans.records.filter(
        ({ value }) => serviceOfPod(value.PodName) === page.entity && isWithin(fromNanos(value.StartTimeUnixNano), page.window),
      )
  const rows = own.slice(page.offset, page.offset + page.limit).map(({ record, value }) => ({
    locator: `${spans.name}#${record}`,
    traceId: value.TraceID,
    spanId: value.SpanID,
    parentSpanId: value.ParentID === 'root' ? null : value.ParentID,
    service: page.entity,
    operation: value.OperationName,
    spanKind: 'unspecified',
    startedAt: fromNanos(value.StartTimeUnixNano),
    durationMs: value.Duration / 1000,
    isError: false,
    statusMessage: '',
    attributes: { pod: value.PodName },
  }))
  const leftOut = own.length - page.offset - page.limit
  return readingOf(rows, [spans], leftOut > 0 ? { limit: 'page', leftOut } : null)
}
