import { z } from 'zod'
import { entityId } from './entity.ts'
import { rowSchemas, type QueryKind, type Rows } from './telemetry-rows.ts'
import { timeWindow } from './time-window.ts'

const MAX_PAGE_ROWS = 200

/** Reads that answer for the whole window at once; aggregation happens in the adapter, next to the data. */
const wholeQuery = z.object({
  kind: z.enum(['overview', 'alerts', 'kubernetes_events', 'changes', 'provider_status', 'checks', 'dependencies']),
})
const objectQuery = z.object({ kind: z.literal('object_versions'), entity: entityId.optional() })
const steppedQuery = z.object({
  kind: z.enum(['service_calls', 'call_edges', 'series']),
  window: timeWindow,
  stepSeconds: z.number().int().positive(),
})
const patternQuery = z.object({ kind: z.literal('log_patterns'), incident: timeWindow, baseline: timeWindow.nullable() })
/** Raw records, only as pages of examples. */
const exampleQuery = z.object({
  kind: z.enum(['log_examples', 'span_examples']),
  entity: entityId,
  window: timeWindow,
  /** Keeps only failed spans, or log records of warning and above. */
  onlyErrors: z.boolean(),
  offset: z.number().int().nonnegative(),
  limit: z.number().int().positive().max(MAX_PAGE_ROWS),
})

/** What one message in the thread said; recorded when it was said, never asked of telemetry. */
const statementQuery = z.object({ kind: z.literal('statements'), message: z.string() })

/** One narrow, read-only question to telemetry. Two queries that are equal as JSON are the same question. */
export const query = z.discriminatedUnion('kind', [wholeQuery, objectQuery, steppedQuery, patternQuery, exampleQuery, statementQuery])
export type Query = z.infer<typeof query>
/** Where a reading came from, in the words people use in policy and in "not checked". */
export const anySource = z.enum(['alerts', 'kubernetes', 'metrics', 'logs', 'traces', 'changes', 'checks', 'provider', 'people'])
export type TelemetrySource = z.infer<typeof anySource>
/** The sources that can be read, and so be denied. */
export const telemetrySource = anySource.exclude(['people'])

const SOURCE_OF = {
  overview: 'alerts',
  alerts: 'alerts',
  kubernetes_events: 'kubernetes',
  object_versions: 'kubernetes',
  service_calls: 'traces',
  call_edges: 'traces',
  series: 'metrics',
  log_patterns: 'logs',
  changes: 'changes',
  provider_status: 'provider',
  checks: 'checks',
  dependencies: 'traces',
  log_examples: 'logs',
  span_examples: 'traces',
  statements: 'people',
} as const satisfies Record<QueryKind, TelemetrySource>

/** The source that answers a kind of query. */
export function sourceOf(kind: QueryKind): TelemetrySource {
  return SOURCE_OF[kind]
}

/** How much of what was there a problem hides; `of` is everything of the same source, so that shares can be added. */
const unreadable = z.object({
  count: z.number().nonnegative(),
  of: z.number().nonnegative(),
  unit: z.enum(['records', 'bytes', 'columns', 'files']),
})
export type Unreadable = z.infer<typeof unreadable>

/**
 * A part of the data that could not be used: which file or source, which record (null: the whole), and what was wrong. `unreadable` is absent when
 * nobody can say how much is hidden.
 */
const problem = z.object({ where: z.string(), record: z.number().nullable(), what: z.string(), unreadable: unreadable.optional() })
export type Problem = z.infer<typeof problem>

/** Which named limit cut the answer and how many rows (or records) it left out; `leftOut` null when it cannot be counted. */
const truncation = z.object({ limit: z.string(), leftOut: z.number().nullable() })
export type Truncation = z.infer<typeof truncation>

const unanswered = {
  noData: z.object({ status: z.literal('no_data'), why: z.string(), problems: z.array(problem) }),
  error: z.object({ status: z.literal('error'), code: z.string(), why: z.string() }),
}

/**
 * The answer to one query. `no_data` and `error` say why and are never evidence of health; `ok` has at least one row.
 * `problems` names what was unreadable although the rest was used.
 */
export type Reading<Row> =
  | { readonly status: 'ok'; readonly rows: readonly Row[]; readonly truncated: Truncation | null; readonly problems: readonly Problem[] }
  | z.infer<typeof unanswered.noData>
  | z.infer<typeof unanswered.error>

export type ReadingOf<K extends QueryKind> = Reading<Rows[K]>

/** Parses a stored reading of a known kind back into the value that was recorded (dates revived). Throws `ZodError` when it is not one. */
export function parseReading<K extends QueryKind>(kind: K, json: unknown): ReadingOf<K> {
  const ok = z.object({
    status: z.literal('ok'),
    rows: z.array(rowSchemas[kind]),
    truncated: truncation.nullable(),
    problems: z.array(problem),
  })
  return z.discriminatedUnion('status', [ok, unanswered.noData, unanswered.error]).parse(json) as ReadingOf<K>
}

/** Rows of a reading, or none. Use only where `status` was already reported; absence must not look like health. */
export function rowsOf<Row>(reading: Reading<Row>): readonly Row[] {
  return reading.status === 'ok' ? reading.rows : []
}
