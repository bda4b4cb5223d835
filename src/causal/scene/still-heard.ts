import { shiftSeconds, windowSeconds, type TimeWindow } from '../../domain/time-window.ts'

/** What was not logged for this long before the end of the data has ended. */
const CALM_SECONDS = 180
/** A recording of a few minutes cannot wait that long: then it is this share of it. */
const CALM_SHARE = 0.5

/** Since when (UTC) something must have been logged to be going on at the end of the data. */
export function stillHeardFrom(window: TimeWindow): Date {
  return shiftSeconds(window.end, -Math.min(CALM_SECONDS, CALM_SHARE * windowSeconds(window)))
}
