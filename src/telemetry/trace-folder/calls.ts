import type { EntityId } from '../../domain/entity.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import { binByStep, gridOf, meanOf, type Grid } from '../shared/grid.ts'
import { serviceEntity } from './entities.ts'
import { readingOf, type TraceFolder } from './folder.ts'
import type { EdgeSample, OperationSample } from './schema.ts'
import { clockOf } from './times.ts'

interface Stepped {
  readonly window: TimeWindow
  readonly stepSeconds: number
}

interface Recorded<T> {
  readonly record: number
  readonly value: T
}

/** Most operations of one service in an answer: a service with more names its operations after values. */
const MAX_OPERATIONS = 200

/** Microseconds of the files to milliseconds of the rows. */
const MS = 0.001

/** Calls per caller and callee. The caller's time is the callee's plus the gap that the file measured between the two spans. */
export async function readCallEdges(folder: TraceFolder, query: Stepped): Promise<Reading<Rows['call_edges']>> {
  const [edges, usual, clock] = [await folder.edges(), await folder.usualEdges(), await clockOf(folder)]
  if (clock === null) return readingOf([], [await folder.about()])
  const grid = gridOf(query.window, query.stepSeconds)
  const before = Map.groupBy(usual.records, ({ value }) => `${value.caller} ${value.callee}`)
  const groups = Map.groupBy(edges.records, ({ value }) => `${value.caller} ${value.callee}`)
  const rows = [...groups].flatMap(([key, own]) => edgeRow(own, before.get(key) ?? [], { grid, clock, file: edges.name }) ?? [])
  return readingOf(rows, [edges, usual])
}

interface Place {
  readonly grid: Grid
  readonly clock: (minute: string) => Date
  readonly file: string
}

function edgeRow(own: readonly Recorded<EdgeSample>[], before: readonly Recorded<EdgeSample>[], place: Place): Rows['call_edges'] | null {
  const first = own[0]
  if (first === undefined) return null
  const bins = binByStep(place.grid, own, ({ value }) => place.clock(value.minute))
  const sampled = (measure: (edge: EdgeSample) => number) => bins.map((bin) => milliseconds(meanOf(bin.map(({ value }) => measure(value)))))
  const usual = before[0]?.value
  return {
    locator: `${place.file}#${first.record}`,
    caller: serviceEntity(first.value.caller),
    callee: serviceEntity(first.value.callee),
    startAt: place.grid.startAt,
    stepSeconds: place.grid.stepSeconds,
    counts: bins.map((bin) => (bin.length === 0 ? null : bin.reduce((sum, { value }) => sum + value.count, 0))),
    // The files do not say which calls failed; nothing known is not zero.
    errors: bins.map(() => null),
    callerP50Ms: sampled((edge) => edge.gap_p50 + edge.callee_p50),
    callerP95Ms: sampled((edge) => edge.gap_p90 + edge.callee_p90),
    calleeP50Ms: sampled((edge) => edge.callee_p50),
    calleeP95Ms: sampled((edge) => edge.callee_p90),
    ...(usual === undefined ? {} : { usual: usualOf(usual) }),
  }
}

function usualOf(edge: EdgeSample): NonNullable<Rows['call_edges']['usual']> {
  return {
    count: edge.count,
    callerP50Ms: (edge.gap_p50 + edge.callee_p50) * MS,
    calleeP50Ms: edge.callee_p50 * MS,
    callerP95Ms: (edge.gap_p90 + edge.callee_p90) * MS,
    calleeP95Ms: edge.callee_p90 * MS,
  }
}

function milliseconds(micros: number | null): number | null {
  return micros === null ? null : Number((micros * MS).toPrecision(5))
}

/** What each service served, from the calls to it; own time from its operations. Failures are not recorded and stay null. */
export async function readServiceCalls(folder: TraceFolder, query: Stepped): Promise<Reading<Rows['service_calls']>> {
  const [edges, usual, clock] = [await folder.edges(), await folder.usualEdges(), await clockOf(folder)]
  const [operations, usualOperations] = [await folder.operations(), await folder.usualOperations()]
  if (clock === null) return readingOf([], [await folder.about()])
  const grid = gridOf(query.window, query.stepSeconds)
  const rows = [...Map.groupBy(edges.records, ({ value }) => value.callee)].map(([name, own]) => {
    const mine = (all: readonly Recorded<OperationSample>[]) => all.filter(({ value }) => value.service === name)
    const before = usual.records.filter(({ value }) => value.callee === name)
    return serviceRow(
      serviceEntity(name),
      { own, before, operations: mine(operations.records), earlier: mine(usualOperations.records) },
      { grid, clock, file: edges.name },
    )
  })
  return readingOf(rows, [edges, usual, operations, usualOperations])
}

interface Served {
  readonly own: readonly Recorded<EdgeSample>[]
  readonly before: readonly Recorded<EdgeSample>[]
  readonly operations: readonly Recorded<OperationSample>[]
  readonly earlier: readonly Recorded<OperationSample>[]
}

function serviceRow(service: EntityId, served: Served, place: Place): Rows['service_calls'] {
  const bins = binByStep(place.grid, served.own, ({ value }) => place.clock(value.minute))
  const work = binByStep(place.grid, served.operations, ({ value }) => place.clock(value.minute))
  const none = bins.map(() => null)
  const self = bins.map((bin, index) => selfMs(bin, work[index] ?? []))
  const count = totalOf(served.before)
  return {
    locator: `${place.file}#${served.own[0]?.record ?? 1}`,
    service,
    startAt: place.grid.startAt,
    stepSeconds: place.grid.stepSeconds,
    counts: bins.map((bin) => (bin.length === 0 ? null : totalOf(bin))),
    errors: none,
    ownErrors: none,
    p50Ms: bins.map((bin) => weighted(bin, (edge) => edge.callee_p50)),
    p95Ms: bins.map((bin) => weighted(bin, (edge) => edge.callee_p90)),
    selfP50Ms: self,
    selfP95Ms: none,
    operations: operationsOf(work, served.earlier),
    ...(count === 0
      ? {}
      : { usual: { count, p50Ms: weighted(served.before, (edge) => edge.callee_p50), selfP50Ms: selfMs(served.before, served.earlier) } }),
  }
}

/** Every operation that either recording holds, by name; a step in which the service did anything counts the others as zero. */
function operationsOf(
  work: readonly (readonly Recorded<OperationSample>[])[],
  earlier: readonly Recorded<OperationSample>[],
): NonNullable<Rows['service_calls']['operations']> {
  const countIn = (samples: readonly Recorded<OperationSample>[], name: string) =>
    samples.reduce((sum, { value }) => sum + (value.operation === name ? value.count : 0), 0)
  const names = [...new Set([...work.flat(), ...earlier].map(({ value }) => value.operation))].sort()
  return names.slice(0, MAX_OPERATIONS).map((name) => ({
    name,
    counts: work.map((bin) => (bin.length === 0 ? null : countIn(bin, name))),
    usual: earlier.length === 0 ? null : countIn(earlier, name),
  }))
}

function totalOf(edges: readonly Recorded<EdgeSample>[]): number {
  return edges.reduce((sum, { value }) => sum + value.count, 0)
}

function weighted(edges: readonly Recorded<EdgeSample>[], measure: (edge: EdgeSample) => number): number | null {
  const total = totalOf(edges)
  return total === 0 ? null : milliseconds(edges.reduce((sum, { value }) => sum + measure(value) * value.count, 0) / total)
}

/** Own time of all operations for one request that came in. */
function selfMs(edges: readonly Recorded<EdgeSample>[], operations: readonly Recorded<OperationSample>[]): number | null {
  const total = totalOf(edges)
  return total === 0 || operations.length === 0
    ? null
    : milliseconds(operations.reduce((sum, { value }) => sum + value.own_p50 * value.count, 0) / total)
}

/** Who calls whom on a day without a fault, as recorded beside it. */
export async function readDependencies(folder: TraceFolder): Promise<Reading<Rows['dependencies']>> {
  const [declared, usual] = [await folder.dependencies(), await folder.usualEdges()]
  const rows = declared.records.map(({ record, value }) => ({
    locator: `${declared.name}#${record}`,
    caller: serviceEntity(value.Source),
    callee: serviceEntity(value.Target),
  }))
  const seen = usual.records.map(({ record, value }) => ({
    locator: `${usual.name}#${record}`,
    caller: serviceEntity(value.caller),
    callee: serviceEntity(value.callee),
  }))
  return readingOf(
    [...rows, ...seen],
    [declared, usual].filter((file) => !file.isAbsent),
  )
}
