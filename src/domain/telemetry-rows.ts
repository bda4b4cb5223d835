import { z } from 'zod'
import { askedPeriod } from './asked-period.ts'
import { entityId } from './entity.ts'
import { kubernetesEventRow, listingRow, objectVersionRow } from './kubernetes-rows.ts'
import { callFailureRow, logExampleRow, logPatternRow } from './log-rows.ts'

// One schema for each kind of row a telemetry read can return. Rows are plain JSON values apart from `Date`, so that a stored
// reading parses back into exactly what the engine saw. Every row carries `locator`: where a person finds it again, stable
// between reads (for files the path inside the folder and the record number, header being 1; for live sources query and time).

const moment = z.coerce.date()
const samples = z.array(z.number().nullable())

/** A regular grid: element `i` covers `stepSeconds` from `startAt + i * stepSeconds`. `null` is "no data", never zero. */
const grid = { startAt: moment, stepSeconds: z.number() }

/** Not from spans but from an access log or from metrics, and so readable only by those who may read these; absent where spans tell. */
const countedIn = z.enum(['logs', 'metrics']).optional()

const overviewRow = z.object({
  locator: z.string(),
  /** What people reported in words, when the source carries it; it names symptoms, never causes. */
  reported: z.string().nullable(),
  /** First and last moment any file or backend has data for. Null when the source has no clock that can be trusted. */
  from: moment.nullable(),
  to: moment.nullable(),
  /** When the source itself (or the people who recorded it) says that the incident began; absent when nobody said. */
  declaredStart: moment.optional(),
  /** Set by the run, never by a source: the part that its question or its options are about; absent when they are about all of it. */
  asked: askedPeriod.optional(),
  /** Namespaces (or other scopes) whose workloads the readings describe; noise scopes of the platform are left out. */
  scopes: z.array(z.string()),
})

const alertRow = z.object({
  locator: z.string(),
  name: z.string(),
  entity: entityId.nullable(),
  state: z.enum(['firing', 'resolved']),
  labels: z.record(z.string(), z.string()),
  summary: z.string(),
  startsAt: moment,
  /** Last moment it was seen firing; null when it was still firing at the end of the data. */
  endsAt: moment.nullable(),
  value: z.number().nullable(),
})

/** What one service did: spans it served, the calls of its access log, or what its metrics counted, per step. Durations in milliseconds. */
const serviceCallsRow = z.object({
  locator: z.string(),
  service: entityId,
  ...grid,
  counts: samples,
  errors: samples,
  /** Errors that began here: the span failed and none of its children did. */
  ownErrors: samples,
  p50Ms: samples,
  p95Ms: samples,
  /** Span time not covered by child spans. */
  selfP50Ms: samples,
  selfP95Ms: samples,
  /** How often each kind of work was done while serving, a child of the server span or a step inside it; absent where the source has none. */
  operations: z.array(z.object({ name: z.string(), counts: samples, usual: z.number().nullable() })).optional(),
  /** From here on all calls are counted; of earlier ones some are gone with the logs that had them. Absent where all are counted. */
  countedFrom: moment.optional(),
  countedIn,
  /** Per step, in a recording without a fault that lies outside the window; absent where the source has none. */
  usual: z.object({ count: z.number(), p50Ms: z.number().nullable(), selfP50Ms: z.number().nullable() }).optional(),
})

/** Calls from one service to another, per step. Caller and callee time differ by what the network and queueing took. */
const callEdgeRow = z.object({
  locator: z.string(),
  caller: entityId,
  callee: entityId,
  ...grid,
  counts: samples,
  errors: samples,
  callerP50Ms: samples,
  callerP95Ms: samples,
  calleeP50Ms: samples,
  calleeP95Ms: samples,
  countedIn,
  /** Per step, in a recording without a fault that lies outside the window; absent where the source has none. */
  usual: z
    .object({ count: z.number(), callerP50Ms: z.number(), calleeP50Ms: z.number(), callerP95Ms: z.number(), calleeP95Ms: z.number() })
    .optional(),
})

const seriesRow = z.object({
  locator: z.string(),
  entity: entityId,
  /** The source's own metric name, with the statistic taken, for example `container_cpu_usage_seconds_total rate`. */
  metric: z.string(),
  /** What it measures in one closed vocabulary; `other` when the adapter does not know the metric. */
  meaning: z.enum([
    'cpu_cores',
    'cpu_ratio',
    'cpu_throttled_ratio',
    'memory_bytes',
    'memory_ratio',
    'requests_per_second',
    'error_ratio',
    'errors_per_second',
    'latency_ms',
    'queue_depth',
    'restarts',
    'ready_replicas',
    'network_bytes_per_second',
    'cost',
    'other',
  ]),
  ...grid,
  values: samples,
})

const deployRow = z.object({
  change: z.literal('deploy'),
  locator: z.string(),
  service: entityId,
  commit: z.string().nullable(),
  version: z.string().nullable(),
  at: moment,
})
const commitRow = z.object({
  change: z.literal('commit'),
  locator: z.string(),
  sha: z.string(),
  author: z.string().nullable(),
  at: moment,
  message: z.string(),
  files: z.array(z.string()),
  /** Unified diff as the source gives it; null when it was not recorded, which says nothing about its size. */
  diff: z.string().nullable(),
})
const flagChangeRow = z.object({
  change: z.literal('flag'),
  locator: z.string(),
  key: z.string(),
  service: entityId.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  actor: z.string().nullable(),
  at: moment,
})
const changeRow = z.discriminatedUnion('change', [deployRow, commitRow, flagChangeRow])

const providerStatusRow = z.object({
  locator: z.string(),
  provider: z.string(),
  service: z.string(),
  region: z.string().nullable(),
  state: z.enum(['operational', 'degraded', 'outage', 'unknown']),
  title: z.string(),
  detail: z.string(),
  startedAt: moment.nullable(),
  resolvedAt: moment.nullable(),
})

/** The outcome of asking a running thing directly: a unit's state on a node, whether a port answers. */
const checkRow = z.object({
  locator: z.string(),
  check: z.enum(['node_unit', 'connectivity']),
  entity: entityId,
  /** The unit or `host:port` asked. */
  target: z.string(),
  /** Where the check was made from, when that matters and is known (a node, for connectivity). */
  askedFrom: entityId.optional(),
  state: z.enum(['passed', 'failed', 'unknown']),
  /** What the check printed, verbatim up to the row limit. */
  output: z.string(),
  at: moment.nullable(),
})

/** A declared (not observed) call relation. */
const dependencyRow = z.object({ locator: z.string(), caller: entityId, callee: entityId })

const spanExampleRow = z.object({
  locator: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().nullable(),
  service: entityId,
  operation: z.string(),
  spanKind: z.string(),
  startedAt: moment,
  durationMs: z.number(),
  isError: z.boolean(),
  statusMessage: z.string(),
  attributes: z.record(z.string(), z.string()),
})

/** The closed list of things that a statement is understood to say. */
const STATED_ACTS = [
  'rollback',
  'restart',
  'scale',
  'switch_off',
  'switch_on',
  'deploy',
  'change',
  'failover',
  'start',
  'end',
  'continue',
  'cause',
  'not_cause',
] as const

/** What one person said in the thread. People's words: they support, contradict or date, and never show a cause by themselves. */
const statementRow = z.object({
  /** `slack:<channel>/<ts>#<n>`: the message, and which of its assertions. */
  locator: z.string(),
  /** Slack user id. */
  by: z.string(),
  saidAt: moment,
  /** The message as it was written, secrets masked. */
  words: z.string(),
  /** Null: it was kept as it was said and means nothing to the engine. */
  act: z.enum(STATED_ACTS).nullable(),
  /** What it is about, where the recorded evidence knows the thing; null when it was not said or nothing recorded bears the name. */
  entity: entityId.nullable(),
  /** The name as it was said; null when none was said, then `entity` is what the speaker was taken to mean. */
  target: z.string().nullable(),
  /** When it happened; null when the statement has no time. */
  at: moment.nullable(),
  /** What people say came of it. */
  outcome: z.enum(['helped', 'did_not_help']).nullable(),
})

/** Every kind of row, under the name of the query that reads it. */
export const rowSchemas = {
  overview: overviewRow,
  alerts: alertRow,
  kubernetes_events: kubernetesEventRow,
  object_versions: objectVersionRow,
  listings: listingRow,
  service_calls: serviceCallsRow,
  call_edges: callEdgeRow,
  series: seriesRow,
  log_patterns: logPatternRow,
  call_failures: callFailureRow,
  changes: changeRow,
  provider_status: providerStatusRow,
  checks: checkRow,
  dependencies: dependencyRow,
  log_examples: logExampleRow,
  span_examples: spanExampleRow,
  statements: statementRow,
} as const

export type QueryKind = keyof typeof rowSchemas
export const queryKind = z.enum(Object.keys(rowSchemas) as [QueryKind, ...QueryKind[]])
export type Rows = { [K in QueryKind]: z.infer<(typeof rowSchemas)[K]> }
