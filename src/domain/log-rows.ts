import { z } from 'zod'
import { entityId } from './entity.ts'

// What is read from logs: the rows of `telemetry-rows.ts` that programs said themselves.

const moment = z.coerce.date()

/** Records of one statement, counted. */
export const logPatternRow = z.object({
  locator: z.string(),
  entity: entityId,
  /** The template with variable parts replaced by `<*>`. */
  pattern: z.string(),
  severity: z.enum(['error', 'warning', 'info', 'unknown']),
  /** Records in the incident window, and in the baseline window (null when there is no baseline to compare with). */
  incidentCount: z.number(),
  baselineCount: z.number().nullable(),
  firstAt: moment.nullable(),
  lastAt: moment.nullable(),
  /** One record, whole up to the row limit. */
  example: z.string(),
  /**
   * The pattern that always came next in the same request and service in recordings without a fault (or one of those that did), up to `gapMs` later: how
   * often there (`usual`), and in the incident how many went on (`followed`) of those that went on or left it out (`seen`). Absent where requests ended.
   */
  next: z.object({ pattern: z.string(), usual: z.number(), gapMs: z.number(), seen: z.number(), followed: z.number() }).optional(),
})

/**
 * Calls of one service to one host that did not get through, as the caller's own log says it. Who the host is, is not decided here: it stands as the
 * caller wrote it.
 */
export const callFailureRow = z.object({
  locator: z.string(),
  caller: entityId,
  /** `host[:port][/path]` as it was said. */
  target: z.string(),
  host: z.string(),
  port: z.number().nullable(),
  /** `other`: the failure was passed on from further behind, or the name could not be looked up at all. */
  failure: z.enum(['no_such_host', 'refused', 'timed_out', 'reset', 'certificate', 'unavailable', 'forbidden', 'other']),
  /** Records that say so, in all of the data. */
  count: z.number(),
  firstAt: moment.nullable(),
  lastAt: moment.nullable(),
  /** One of them, whole up to the row limit. */
  example: z.string(),
})

/** One record as it was written. */
export const logExampleRow = z.object({
  locator: z.string(),
  entity: entityId,
  at: moment.nullable(),
  severity: z.string(),
  body: z.string(),
  traceId: z.string().nullable(),
})
