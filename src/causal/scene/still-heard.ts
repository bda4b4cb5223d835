import { shiftSeconds, windowSeconds, type TimeWindow } from '../../domain/time-window.ts'

/** What was not logged for this long before the end of the data has ended. */
const CALM_SECONDS = 180
/** A recording of a few minutes cannot wait that long: then it is this share of it. */
const CALM_SHARE = 0.5

/** When (UTC) it was heard last, if that was so long before the end of the data that it is over; null where it goes on, or nobody knows. */
export function overSince(lastAt: Date | null, window: TimeWindow | null): Date | null {
  if (lastAt === null || window === null) return null
  const from = shiftSeconds(window.end, -Math.min(CALM_SECONDS, CALM_SHARE * windowSeconds(window)))
  return lastAt < from ? lastAt : null
}
