import type { Facts } from '../../src/causal/scene/cite.ts'
import type { EntityId } from '../../src/domain/entity.ts'
import type { Evidence, EvidenceId } from '../../src/domain/evidence.ts'
import { sourceOf, type Query, type Reading } from '../../src/domain/reading.ts'
import type { QueryKind, Rows } from '../../src/domain/telemetry-rows.ts'
import { shiftSeconds } from '../../src/domain/time-window.ts'

export const START = new Date('2026-05-27T13:40:00Z')
export const STEP_SECONDS = 60
export const STEPS = 40
/** The end of the data of hand-built facts. */
export const END = shiftSeconds(START, STEP_SECONDS * STEPS)

/** A moment `minutes` after the start of the data. */
export function minute(minutes: number): Date {
  return shiftSeconds(START, minutes * 60)
}

type RowsByKind = { readonly [K in QueryKind]?: readonly Omit<Rows[K], 'locator'>[] }

/** Evidence around rows, ids in the order given, locators `<kind>#<n>`. An empty list of rows is `no_data`. */
export function evidenceOf(rows: RowsByKind): readonly Evidence[] {
  return Object.entries(rows).map(([kind, list], index) => {
    const located = list.map((row, at) => ({ locator: `${kind}#${at + 2}`, ...row }))
    return evidenceAround(`E${index + 1}`, kind as QueryKind, located)
  })
}

function evidenceAround(id: EvidenceId, kind: QueryKind, rows: readonly object[]): Evidence {
  const reading: Reading<never> =
    rows.length === 0
      ? { status: 'no_data', why: 'nothing recorded' }
      : { status: 'ok', rows: rows as never, truncated: null, problems: [] }
  const at = END
  return { id, query: queryFor(kind), source: sourceOf(kind), reading, askedAt: at, answeredAt: at, contentHash: id }
}

function queryFor(kind: QueryKind): Query {
  const windows = { incident: { start: minute(STEPS / 2), end: END }, baseline: { start: START, end: minute(STEPS / 2) } }
  return (kind === 'log_patterns' ? { kind, ...windows } : { kind }) as Query
}

/** Facts around rows, as `evidenceOf` makes them. */
export function factsOf(rows: RowsByKind): Facts {
  return Object.fromEntries(Map.groupBy(evidenceOf(rows), (entry) => entry.query.kind))
}

/** Facts as `factsOf` makes them, of a system whose programs say much else: their logs are no excerpt. */
export function busyFactsOf(rows: RowsByKind): Facts {
  return factsOf(rows.log_patterns === undefined ? rows : { ...rows, log_patterns: [...rows.log_patterns, CHATTER] })
}

export const OVERVIEW: Omit<Rows['overview'], 'locator'> = { reported: null, from: START, to: END, scopes: ['shop'] }

/** What a program without a fault says all the time: beside it, a recording of logs is no excerpt. */
export const CHATTER: Omit<Rows['log_patterns'], 'locator'> = {
  entity: 'shop/Service/chatter',
  pattern: 'served',
  severity: 'info',
  incidentCount: 500,
  baselineCount: 500,
  firstAt: START,
  lastAt: END,
  example: 'served',
}

interface CallShape {
  readonly count?: number
  readonly p95?: number
  /** From minute `at` on these values hold instead. */
  readonly from?: { readonly at: number; readonly count?: number | null; readonly errors?: number; readonly p95?: number | null }
  readonly until?: number
}

/** Calls that one service served: steady, and from a minute on different. */
export function calls(service: EntityId, shape: CallShape = {}): Omit<Rows['service_calls'], 'locator'> {
  const grid = (normal: number, then: number | null | undefined) =>
    Array.from({ length: STEPS }, (_, index) => {
      const isAfter = shape.from !== undefined && index >= shape.from.at && index < (shape.until ?? STEPS)
      return isAfter && then !== undefined ? then : normal + (index % 3)
    })
  const zero = Array.from({ length: STEPS }, (_, index) => {
    const isAfter = shape.from !== undefined && index >= shape.from.at && index < (shape.until ?? STEPS)
    return isAfter ? (shape.from?.errors ?? 0) : 0
  })
  const p95Ms = grid(shape.p95 ?? 40, shape.from?.p95)
  return {
    service,
    startAt: START,
    stepSeconds: STEP_SECONDS,
    counts: grid(shape.count ?? 100, shape.from?.count),
    errors: zero,
    ownErrors: zero,
    p50Ms: p95Ms,
    p95Ms,
    selfP50Ms: p95Ms,
    selfP95Ms: p95Ms,
  }
}

/** A declared call relation. */
export function depends(caller: EntityId, callee: EntityId): Omit<Rows['dependencies'], 'locator'> {
  return { caller, callee }
}

interface VersionShape {
  readonly at?: number
  readonly until?: number
  readonly isCurrent?: boolean
  readonly changedAt?: Date | null
}

/** One version of an object, seen from minute `at` until minute `until`. */
export function version(
  entity: EntityId,
  object: Readonly<Record<string, unknown>>,
  shape: VersionShape = {},
): Omit<Rows['object_versions'], 'locator'> {
  const [namespace, kind, name] = entity.split('/')
  const body = { kind, ...object, metadata: { name, namespace, ...(object['metadata'] as object | undefined) } }
  return {
    entity,
    changedAt: shape.changedAt ?? null,
    firstSeenAt: minute(shape.at ?? 0),
    lastSeenAt: minute(shape.until ?? STEPS),
    isCurrent: shape.isCurrent ?? true,
    object: body,
  }
}
