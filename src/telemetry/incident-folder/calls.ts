import type { EntityId } from '../../domain/entity.ts'
import { readingWith, type Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import { binByStep, gridOf, quantileOf, stepAt, type Grid } from '../shared/grid.ts'
import { accessLineIn } from '../log-lines/access-log.ts'
import { servedCallRows, type LoggedCall } from '../log-lines/served-calls.ts'
import type { Records } from '../shared/records.ts'
import { serviceEntity } from './entities.ts'
import { readingOf, type Folder } from './folder.ts'
import { messageOf } from './log-text.ts'
import type { Span } from './schema.ts'
import { callsOf, isEntry, placeSpans, type Call, type PlacedSpan } from './spans.ts'

interface Stepped {
  readonly window: TimeWindow
  readonly stepSeconds: number
}

/** From here spans can be counted; below they are examples that somebody picked, which show who calls whom and not how often. */
const LEAST_COUNTED_SPANS = 200

/**
 * What each service served, from its entry spans; of one that has none, from its access log. A step without spans has null counts: sampled traces do not show
 * silence.
 */
export async function readServiceCalls(folder: Folder, query: Stepped): Promise<Reading<Rows['service_calls']>> {
  const grid = gridOf(query.window, query.stepSeconds)
  const [spans, logged] = [await folder.spans(), servedCallRows(await loggedCalls(folder), grid)]
  const traced = spans.records.length < LEAST_COUNTED_SPANS ? [] : tracedRows(spans, grid)
  const known = new Set(traced.map(({ service }) => service))
  const rows = [...traced, ...logged.filter(({ service }) => !known.has(service))]
  if (rows.length > 0) return readingOf(rows, traced.length > 0 ? [spans] : [await folder.logs()])
  if (spans.isAbsent || spans.records.length >= LEAST_COUNTED_SPANS) return readingOf(rows, [spans])
  const why = `${spans.name} holds ${spans.records.length} spans, examples and no counts`
  return spans.problems.length > 0 ? readingWith([], why, { problems: spans.problems }) : { status: 'unknown', why }
}

function tracedRows(spans: Records<Span>, grid: Grid): readonly Rows['service_calls'][] {
  const entries = placeSpans(spans).filter((placed) => isEntry(placed) && stepAt(grid, placed.span.start) !== null)
  return [...Map.groupBy(entries, (placed) => placed.service)].map(([service, own]) => serviceRow(service, own, { grid, file: spans.name }))
}

async function loggedCalls(folder: Folder): Promise<readonly LoggedCall[]> {
  const { name, records } = await folder.logs()
  return records.flatMap(({ record, value }) => {
    const body = messageOf(value)
    // A shipper that understands a line makes its fields those of the record; one that does not passes on the line as it was printed.
    const line = accessLineIn({ raw: JSON.stringify(value), body }) ?? accessLineIn({ raw: body, body: '' })
    const own = { locator: `${name}#${record}`, at: value.timestamp, service: serviceEntity(value.service), program: '', keptFrom: null }
    return line === null ? [] : [{ ...own, line }]
  })
}

function serviceRow(
  service: EntityId,
  spans: readonly PlacedSpan[],
  at: { readonly grid: Grid; readonly file: string },
): Rows['service_calls'] {
  const bins = binByStep(at.grid, spans, ({ span }) => span.start)
  const quantile = (measure: (placed: PlacedSpan) => number, ratio: number) => bins.map((bin) => quantileOf(bin.map(measure), ratio))
  const duration = ({ span }: PlacedSpan) => span.duration_ms
  return {
    locator: `${at.file}#${spans[0]?.record ?? 1}`,
    service,
    startAt: at.grid.startAt,
    stepSeconds: at.grid.stepSeconds,
    counts: bins.map((bin) => bin.length || null),
    errors: countWhere(bins, (placed) => placed.isError),
    ownErrors: countWhere(bins, isOwnError),
    p50Ms: quantile(duration, 0.5),
    p95Ms: quantile(duration, 0.95),
    selfP50Ms: quantile(selfMs, 0.5),
    selfP95Ms: quantile(selfMs, 0.95),
  }
}

function countWhere<T>(bins: readonly (readonly T[])[], holds: (item: T) => boolean): (number | null)[] {
  return bins.map((bin) => (bin.length === 0 ? null : bin.filter(holds).length))
}

/** True when the failure began in this service: no failed descendant belongs to another one. */
function isOwnError(placed: PlacedSpan): boolean {
  return placed.isError && !outsideOf(placed).some((child) => child.isError)
}

/** The spans of other services that this request called, however many own spans lie between. */
function outsideOf(placed: PlacedSpan): PlacedSpan[] {
  const found: PlacedSpan[] = []
  const open = [...placed.children]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.service === placed.service) open.push(...next.children)
    else found.push(next)
  }
  return found
}

function selfMs(placed: PlacedSpan): number {
  return Math.max(0, placed.span.duration_ms - outsideOf(placed).reduce((sum, child) => sum + child.span.duration_ms, 0))
}

/** Calls per caller and callee, from parent and child spans and from named peers. */
export async function readCallEdges(folder: Folder, query: Stepped): Promise<Reading<Rows['call_edges']>> {
  const spans = await folder.spans()
  const grid = gridOf(query.window, query.stepSeconds)
  const calls = callsOf(placeSpans(spans)).filter((call) => stepAt(grid, call.at) !== null)
  const groups = Map.groupBy(calls, (call) => `${call.caller} ${call.callee}`)
  return readingOf(
    [...groups.values()].flatMap((own) => edgeRow(own, { grid, file: spans.name }) ?? []),
    [spans],
  )
}

function edgeRow(calls: readonly Call[], at: { readonly grid: Grid; readonly file: string }): Rows['call_edges'] | null {
  const first = calls[0]
  if (!first) return null
  const bins = binByStep(at.grid, calls, (call) => call.at)
  const client = (ratio: number) =>
    bins.map((bin) =>
      quantileOf(
        bin.map((call) => call.clientMs),
        ratio,
      ),
    )
  const server = (ratio: number) =>
    bins.map((bin) =>
      quantileOf(
        bin.flatMap((call) => call.serverMs ?? []),
        ratio,
      ),
    )
  return {
    locator: `${at.file}#${first.caller}->${first.callee}`,
    caller: first.caller,
    callee: first.callee,
    startAt: at.grid.startAt,
    stepSeconds: at.grid.stepSeconds,
    counts: bins.map((bin) => bin.length || null),
    errors: countWhere(bins, (call) => call.isError),
    callerP50Ms: client(0.5),
    callerP95Ms: client(0.95),
    calleeP50Ms: server(0.5),
    calleeP95Ms: server(0.95),
  }
}
