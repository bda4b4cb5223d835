import type { AskedEnds } from './asked-period.ts'
import { shiftSeconds, type TimeWindow } from './time-window.ts'

/** The period over which linked sources are read: the ends that were asked for; without them the last `seconds` before `now` (UTC). */
export function periodBefore(now: Date, seconds: number, ends: AskedEnds | null): TimeWindow {
  const end = ends?.to ?? now
  return { start: ends?.from ?? shiftSeconds(end, -seconds), end }
}
