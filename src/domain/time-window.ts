import { z } from 'zod'

/** A period in UTC, start included, end excluded. */
export const timeWindow = z.object({ start: z.coerce.date(), end: z.coerce.date() })
export type TimeWindow = z.infer<typeof timeWindow>

/** True when `at` lies in the window (start included, end excluded). */
export function isWithin(at: Date, window: TimeWindow): boolean {
  return at >= window.start && at < window.end
}

/** The same moment moved by `seconds` (negative for earlier). */
export function shiftSeconds(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000)
}

/** Whole length in seconds, never negative. */
export function windowSeconds(window: TimeWindow): number {
  return Math.max(0, (window.end.getTime() - window.start.getTime()) / 1000)
}

/** The earliest of the given moments; `null` when there is none. */
export function earliest(moments: readonly (Date | null)[]): Date | null {
  return moments.reduce<Date | null>((first, at) => (at !== null && (first === null || at < first) ? at : first), null)
}

/** The latest of the given moments; `null` when there is none. */
export function latest(moments: readonly (Date | null)[]): Date | null {
  return moments.reduce<Date | null>((last, at) => (at !== null && (last === null || at > last) ? at : last), null)
}

/** How long before the data begins a cause may lie: deploys are blamed hours, now and then days, after they went out. */
export const LOOK_BACK_SECONDS = 72 * 3600
