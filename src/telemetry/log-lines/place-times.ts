import type { ClosedRecord } from './open-record.ts'
import type { SpokenTime } from './moments.ts'

/** What is known of when the lines were written (UTC). */
export interface LogClock {
  /** When the container started; null when nobody says. */
  readonly startedAt: Date | null
  /** When the log was taken, or the container ended; null when nobody says. */
  readonly endedAt: Date | null
}

/** Clocks of nodes and of who took the log may be this far apart. */
const SLACK_MS = 60_000

/** Times of records (UTC), in their order; `unplaced` counts those that carry a time which could not be placed. */
export interface PlacedTimes {
  readonly times: readonly (Date | null)[]
  readonly unplaced: number
}

/**
 * Turns spoken times into moments. A time with a zone is taken as it is. One without is UTC if all of them, taken so, lie between start and end of the
 * log; a missing year is then the last that does not lie after its end. With neither start nor end known, or a time outside, they are not used: an hour
 * in the wrong place is worse than none.
 */
export function placeTimes(records: readonly Pick<ClosedRecord, 'spoken'>[], clock: LogClock): PlacedTimes {
  const zoneless = records.flatMap(({ spoken }) => (spoken === null || spoken.isZoned ? [] : [zonelessMs(spoken, clock)]))
  const isUtc = zoneless.length > 0 && zoneless.every((ms) => ms !== null && isWithinRun(ms, clock))
  const times = records.map(({ spoken }) => {
    if (spoken === null) return null
    const ms = spoken.isZoned ? spoken.ms : isUtc ? zonelessMs(spoken, clock) : null
    return ms === null ? null : new Date(ms)
  })
  return { times, unplaced: records.filter(({ spoken }, index) => spoken !== null && times[index] === null).length }
}

function isWithinRun(ms: number, { startedAt, endedAt }: LogClock): boolean {
  if (startedAt === null && endedAt === null) return false
  return (startedAt === null || ms >= startedAt.getTime() - SLACK_MS) && (endedAt === null || ms <= endedAt.getTime() + SLACK_MS)
}

function zonelessMs({ ms, lacksYear }: SpokenTime, { startedAt, endedAt }: LogClock): number | null {
  if (ms === null || !lacksYear) return ms
  const reference = endedAt ?? startedAt
  if (reference === null) return null
  const same = inYear(ms, reference.getUTCFullYear())
  // Without an end, a log that began in December may go on in January.
  if (endedAt === null) return same < reference.getTime() - SLACK_MS ? inYear(ms, reference.getUTCFullYear() + 1) : same
  return same > reference.getTime() + SLACK_MS ? inYear(ms, reference.getUTCFullYear() - 1) : same
}

function inYear(ms: number, year: number): number {
  const at = new Date(ms)
  return at.setUTCFullYear(year)
}
