import { z } from 'zod'

/** Times outside are no times of an incident but damage or a trap: one record of the year 275760 would stretch every window to it. */
const FIRST_MOMENT = Date.UTC(2000, 0, 1)
const LAST_MOMENT = Date.UTC(2100, 0, 1)

/** True for milliseconds since 1970 that can be the time of a recorded incident. */
export function isPlausibleMoment(at: number): boolean {
  return at >= FIRST_MOMENT && at < LAST_MOMENT
}

/** A recorded moment as text or as milliseconds since 1970. */
export const moment = z.coerce
  .date()
  .refine((at) => isPlausibleMoment(at.getTime()), { error: 'is no time between the years 2000 and 2100' })

/** A recorded moment in seconds since 1970. */
export const unixSeconds = z.number().refine((at) => isPlausibleMoment(at * 1000), { error: 'is no time between the years 2000 and 2100' })
