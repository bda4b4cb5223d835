import { z } from 'zod'
import { entityId } from './entity.ts'
import { rowSchemas, type QueryKind, type Rows } from './telemetry-rows.ts'
import { timeWindow } from './time-window.ts'

const MAX_PAGE_ROWS = 200

/** Reads that answer for the whole window at once; aggregation happens in the adapter, next to the data. */
const wholeQuery = z.object({
  kind: z.enum([
    'overview',
    'alerts',
    'kubernetes_events',
    'listings',
    'changes',
    'provider_status',
    'checks',
    'dependencies',
    'call_failures',
  ]),
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
  listings: 'kubernetes',
  service_calls: 'traces',
  call_edges: 'traces',
  series: 'metrics',
  log_patterns: 'logs',
  call_failures: 'logs',
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

const whole = { status: z.literal('ok'), truncated: z.null(), problems: z.array(z.never()) }
const partial = {
  status: z.literal('incomplete'),
  truncated: truncation.nullable(),
  problems: z.array(problem),
  why: z.string().nullable(),
}
const noData = z.object({ status: z.literal('no_data'), why: z.string() })
const refused = z.object({ status: z.literal('forbidden'), why: z.string() })
const unknownName = z.object({ status: z.literal('unknown'), why: z.string() })
const ambiguousName = z.object({ status: z.literal('ambiguous'), why: z.string() })
const failed = z.object({ status: z.literal('error'), code: z.string(), why: z.string() })

/** A reading that holds what was asked, or what could be had of it. */
export type Answered<Row> =
  | { readonly status: 'ok'; readonly rows: readonly Row[]; readonly truncated: null; readonly problems: readonly never[] }
  | {
      readonly status: 'incomplete'
      readonly rows: readonly Row[]
      /** The limit that cut the answer; null when none did. */
      readonly truncated: Truncation | null
      /** What was unreadable although the rest was used. */
      readonly problems: readonly Problem[]
      /** Said where not one row is left; null otherwise. */
      readonly why: string | null
    }

/**
 * The answer to one query. `ok`: all of it, at least one row. `incomplete`: cut, partly unreadable, or warned about; possibly without a row.
 * `no_data`: asked, permitted, complete, and empty, the only ending that shows absence. `forbidden`: may not be seen. `unknown`: the source has no
 * such metric, kind or index. `ambiguous`: the name means several things there. `error`: could not be asked. None but `no_data` says that a thing is
 * absent, and none at all that it is well.
 */
export type Reading<Row> =
  | Answered<Row>
  | z.infer<typeof noData>
  | z.infer<typeof refused>
  | z.infer<typeof unknownName>
  | z.infer<typeof ambiguousName>
  | z.infer<typeof failed>

export type ReadingOf<K extends QueryKind> = Reading<Rows[K]>

/** What went into an answer besides its rows. */
export interface Losses {
  readonly problems?: readonly Problem[]
  readonly truncated?: Truncation | null
}

/** The reading that these rows make, with what was lost on the way to them; `why` is said where there is no row. */
export function readingWith<Row>(rows: readonly Row[], why: string, { problems = [], truncated = null }: Losses = {}): Reading<Row> {
  const isWhole = problems.length === 0 && truncated === null
  if (!isWhole) return { status: 'incomplete', rows, truncated, problems, why: rows.length === 0 ? why : null }
  return rows.length === 0 ? { status: 'no_data', why } : { status: 'ok', rows, truncated: null, problems: [] }
}

/** The same reading with more losses, for what comes after the adapter; one without rows of its own stays as it is. */
export function withLosses<Row>(reading: Reading<Row>, { problems = [], truncated = null }: Losses): Reading<Row> {
  if (!isAnswered(reading)) return reading
  const why = reading.status === 'incomplete' ? (reading.why ?? '') : ''
  return readingWith(reading.rows, why, { problems: [...reading.problems, ...problems], truncated: truncated ?? reading.truncated })
}

/** True for a reading that has rows, or could have had them. */
export function isAnswered<Row>(reading: Reading<Row>): reading is Answered<Row> {
  return reading.status === 'ok' || reading.status === 'incomplete'
}

/** Why a reading has no row; null for one that has. */
export function whyEmpty(reading: Reading<unknown>): string | null {
  return isAnswered(reading) ? (reading.status === 'incomplete' ? reading.why : null) : reading.why
}

/**
 * Parses a stored reading of a known kind back into the value that was recorded (dates revived). One that was stored before readings had an ending of
 * their own for losses gets that ending. Throws `ZodError` when it is not one.
 */
export function parseReading<K extends QueryKind>(kind: K, json: unknown): ReadingOf<K> {
  const schema = readingSchemas.get(kind) ?? readingSchema(kind)
  readingSchemas.set(kind, schema)
  return schema.parse(json) as ReadingOf<K>
}

/** A schema takes longer to make than a small reading to parse. */
const readingSchemas = new Map<QueryKind, ReturnType<typeof readingSchema>>()

function readingSchema(kind: QueryKind) {
  const rows = z.array(rowSchemas[kind])
  const now = z.discriminatedUnion('status', [
    z.object({ ...whole, rows }),
    z.object({ ...partial, rows }),
    noData.strict(),
    refused,
    unknownName,
    ambiguousName,
    failed,
  ])
  const before = z.discriminatedUnion('status', [
    z.object({ status: z.literal('ok'), rows, truncated: truncation.nullable(), problems: z.array(problem) }),
    z.object({ status: z.literal('no_data'), why: z.string(), problems: z.array(problem) }),
  ])
  return z.union([
    now,
    before.transform((old) => readingWith(old.status === 'ok' ? old.rows : [], old.status === 'ok' ? '' : old.why, lossesOf(old))),
  ])
}

function lossesOf(old: { readonly problems: readonly Problem[]; readonly truncated?: Truncation | null }): Losses {
  return { problems: old.problems, truncated: old.truncated ?? null }
}

/** Rows of a reading, or none. Use only where `status` was already reported; absence must not look like health. */
export function rowsOf<Row>(reading: Reading<Row>): readonly Row[] {
  return isAnswered(reading) ? reading.rows : []
}
