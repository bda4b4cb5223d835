import { z } from 'zod'
import { isPlausibleMoment, unixSeconds } from '../shared/moment.ts'

// The files of a trace folder: metrics a pod and minute, spans and log lines of sampled traces, and per minute over all traces the
// calls between services and the operations of each. Times are UTC; span durations are microseconds.

const number = z.string().transform(Number).pipe(z.number())
/** Nanoseconds since 1970 as text, because they exceed exact numbers. */
const nanoseconds = z
  .string()
  .regex(/^\d+$/, { error: 'is no whole number of nanoseconds' })
  .refine((text) => isPlausibleMoment(Number(text) / 1e6), { error: 'is no time between the years 2000 and 2100' })
/** Exporters write `nan` for "no data". */
const measure = z
  .string()
  .optional()
  .transform((text) => {
    const value = text === undefined || text === '' ? Number.NaN : Number(text)
    return Number.isFinite(value) ? value : null
  })

/** `case.json`: which minutes are in question, and which recording shows a day without a fault. Unix seconds. */
export const caseFile = z.object({
  system: z.string().optional(),
  window_start: unixSeconds,
  window_end: unixSeconds,
  baseline: z.string().nullish(),
})
export type CaseFile = z.infer<typeof caseFile>

/** One line of `metrics.csv`. */
export const podSample = z.object({
  TimeStamp: number.pipe(unixSeconds),
  PodName: z.string().min(1),
  'CpuUsageRate(%)': measure,
  'MemoryUsageRate(%)': measure,
  'PodWorkload(Ops)': measure,
  'NodeCpuUsageRate(%)': measure,
})
export type PodSample = z.infer<typeof podSample>

/** One line of `edges.csv`: caller's span minus callee's span, and the callee's span, for the calls of one minute. */
export const edgeSample = z.object({
  minute: z.string().regex(/^\d\d_\d\d$/),
  caller: z.string().min(1),
  callee: z.string().min(1),
  count: number,
  gap_p50: number,
  gap_p90: number,
  callee_p50: number,
  callee_p90: number,
})
export type EdgeSample = z.infer<typeof edgeSample>

/** One line of `operations.csv`: own time is what child spans do not cover. */
export const operationSample = z.object({
  minute: z.string().regex(/^\d\d_\d\d$/),
  service: z.string().min(1),
  operation: z.string(),
  count: number,
  own_p50: number,
  own_p90: number,
  total_p50: number,
  total_p90: number,
})
export type OperationSample = z.infer<typeof operationSample>

/** One line of `traces.csv`. */
export const spanRecord = z.object({
  TraceID: z.string(),
  SpanID: z.string(),
  ParentID: z.string(),
  PodName: z.string(),
  OperationName: z.string(),
  StartTimeUnixNano: nanoseconds,
  Duration: number,
})
export type SpanRecord = z.infer<typeof spanRecord>

/** One line of `logs.csv`. */
export const logLine = z.object({
  TimeUnixNano: nanoseconds,
  PodName: z.string(),
  TraceID: z.string().optional(),
  SpanID: z.string().optional(),
  Log: z.string(),
})
export type LogLine = z.infer<typeof logLine>

/** One line of `dependency.csv`. */
export const dependencyRecord = z.object({ Source: z.string().min(1), Target: z.string().min(1) })
export type DependencyRecord = z.infer<typeof dependencyRecord>
