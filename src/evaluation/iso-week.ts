import type { TimeWindow } from '../domain/time-window.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const WEEK_DAYS = 7
/** Weeks begin on Monday; the one with the year's first Thursday is number 1 (ISO 8601). */
const THURSDAY = 3

export interface IsoWeek {
  /** For example `2026-W47`. */
  readonly week: string
  /** From Monday 00:00 to the next Monday 00:00 as the clocks of the time zone show it; an hour longer or shorter when they change. */
  readonly window: TimeWindow
}

/** The last week that had ended by `at` in the time zone. */
export function completedWeek(at: Date, timeZone: string): IsoWeek {
  return weekOfMonday(mondayOf(localMs(at, timeZone)) - WEEK_DAYS * DAY_MS, timeZone)
}

// Dates without a zone are counted here as milliseconds since 1970 as if they were UTC: days are then always equally long.

function mondayOf(dateMs: number): number {
  const day = Math.floor(dateMs / DAY_MS)
  // 1 January 1970 was a Thursday.
  const weekday = (((day + THURSDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS
  return (day - weekday) * DAY_MS
}

function weekOfMonday(monday: number, timeZone: string): IsoWeek {
  const thursday = monday + THURSDAY * DAY_MS
  const year = new Date(thursday).getUTCFullYear()
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / (WEEK_DAYS * DAY_MS)) + 1
  const window = { start: momentOf(monday, timeZone), end: momentOf(monday + WEEK_DAYS * DAY_MS, timeZone) }
  return { week: `${year}-W${String(number).padStart(2, '0')}`, window }
}

/** The moment at which the clocks of the zone show that date and time. The second look is for days on which they change. */
function momentOf(dateMs: number, timeZone: string): Date {
  const guess = dateMs - offsetMs(new Date(dateMs), timeZone)
  return new Date(dateMs - offsetMs(new Date(guess), timeZone))
}

function offsetMs(at: Date, timeZone: string): number {
  return localMs(at, timeZone) - Math.floor(at.getTime() / 1000) * 1000
}

/** What the clocks of the zone show at `at`, to the second. */
function localMs(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
