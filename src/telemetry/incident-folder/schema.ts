import { z } from 'zod'
import { moment } from '../shared/moment.ts'

// The files of an incident folder, with the fields that are used. Unknown fields of log records and spans are kept as
// attributes, because error texts often stand there.

const attributes = z.union([z.string(), z.number(), z.boolean(), z.null(), z.unknown()])

/** `alert.json`: one alert, or a list of them. `observed` and `threshold` are in the unit of `metric`. */
export const alertFile = z.object({
  service: z.string().nullish(),
  metric: z.string().nullish(),
  threshold: z.number().nullish(),
  observed: z.number().nullish(),
  fired_at: moment,
  resolved_at: moment.nullish(),
  severity: z.string().nullish(),
  monitor: z.string().nullish(),
  summary: z.string().nullish(),
  detail: z.string().nullish(),
})
export type AlertFile = z.infer<typeof alertFile>

/** One line of `logs.ndjson`. */
export const logRecord = z
  .object({
    timestamp: moment,
    service: z.string().min(1),
    severity_text: z.string().nullish(),
    level: z.string().nullish(),
    msg: z.string().nullish(),
    message: z.string().nullish(),
    body: z.string().nullish(),
    trace_id: z.string().nullish(),
  })
  .catchall(attributes)
export type LogRecord = z.infer<typeof logRecord>

/** One line of `metrics.csv`. */
export const metricSample = z.object({
  timestamp: moment,
  service: z.string().min(1),
  metric: z.string().min(1),
  value: z
    .string()
    .min(1)
    .transform(Number)
    .refine((value) => Number.isFinite(value), { error: 'is no number' }),
})
export type MetricSample = z.infer<typeof metricSample>

/** One span of `traces.json`; durations in milliseconds. */
export const span = z
  .object({
    trace_id: z.string(),
    span_id: z.string(),
    parent_id: z.string().nullish(),
    service: z.string().min(1),
    name: z.string(),
    start: moment,
    duration_ms: z.number(),
    status: z.string().nullish(),
    error: z.unknown().optional(),
    status_message: z.string().nullish(),
  })
  .catchall(attributes)
export type Span = z.infer<typeof span>

/** One entry of `patterns.json`: what the log store itself counted, with the difference from its baseline as signed text. */
export const patternEntry = z.object({
  signature: z.string().min(1),
  service: z.string().min(1),
  count: z.number(),
  delta_vs_baseline: z.union([z.string(), z.number()]).nullish(),
  sentiment: z.string().nullish(),
})
export type PatternEntry = z.infer<typeof patternEntry>

/** One entry of `context/commits.json`. */
export const commitEntry = z.object({
  sha: z.string().min(1),
  author: z.string().nullish(),
  timestamp: moment,
  message: z.string(),
  files_changed: z.array(z.string()).nullish(),
  diff: z.string().nullish(),
})
export type CommitEntry = z.infer<typeof commitEntry>

/** One entry of `context/deploys.json`. */
export const deployEntry = z.object({
  timestamp: moment,
  service: z.string().min(1),
  commit_sha: z.string().nullish(),
  version: z.string().nullish(),
})
export type DeployEntry = z.infer<typeof deployEntry>

/** One entry of `context/flags.json`; `change` is written `from->to`. */
export const flagEntry = z.object({
  timestamp: moment,
  flag: z.string().min(1),
  service: z.string().nullish(),
  change: z.string().nullish(),
  actor: z.string().nullish(),
})
export type FlagEntry = z.infer<typeof flagEntry>

/** `status_feed.json`: a provider's public status page at one moment. */
export const statusFeed = z.object({
  source: z.string().nullish(),
  provider: z.string().nullish(),
  region: z.string().nullish(),
  events: z
    .array(
      z.object({
        id: z.string().nullish(),
        service: z.string(),
        region: z.string().nullish(),
        status: z.string(),
        title: z.string().nullish(),
        detail: z.string().nullish(),
        started_at: moment.nullish(),
        updated_at: moment.nullish(),
        resolved_at: moment.nullish(),
      }),
    )
    .default([]),
})
export type StatusFeed = z.infer<typeof statusFeed>
