import { shiftSeconds } from '../../domain/time-window.ts'
import { isPlausibleMoment } from '../shared/moment.ts'

// A dump says when it was taken only in a wall clock without a zone, and ages ("72s") count from that unknown moment. Objects in
// it do state zoned times. The newest of those (leases renew every ten seconds) is the anchor, and its zone is the place's zone.

/** Moment of the dump and offset of its wall clock from UTC; both null when nothing in it states a zoned time. */
export interface DumpClock {
  readonly takenAt: Date | null
  readonly offset: string | null
}

const ZONED = /\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} ([+-]\d{4})/g
const WALL_CLOCK = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?$/
const AGE_UNITS: Readonly<Record<string, number>> = { y: 31_536_000, d: 86_400, h: 3600, m: 60, s: 1 }

/** Reads the clock from every zoned moment (RFC 1123 form, as `describe` prints) in the given texts. */
export function readDumpClock(texts: Iterable<string>): DumpClock {
  let clock: DumpClock = { takenAt: null, offset: null }
  for (const text of texts)
    for (const [moment, offset = null] of text.matchAll(ZONED)) {
      const at = parseMoment(moment)
      if (at !== null && (clock.takenAt === null || at > clock.takenAt)) clock = { takenAt: at, offset }
    }
  return clock
}

/** The UTC moment of a zoned text; null when it is no time. */
export function parseMoment(text: string | undefined): Date | null {
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return isPlausibleMoment(at) ? new Date(at) : null
}

/** The UTC moment of `YYYY-MM-DD HH:MM:SS` in the dump's wall clock; null when the zone is unknown or it is no time. */
export function parseWallClock(text: string, clock: DumpClock): Date | null {
  // `Date.parse` reads far more than times ("noon+0200" is one to it), so the form is checked first.
  return clock.offset === null || !WALL_CLOCK.test(text.trim()) ? null : parseMoment(`${text.trim().replace(' ', 'T')}${clock.offset}`)
}

/** The moment an age such as `2m16s`, `5d4h` or `72s` points back to; null without an anchor or for text that is no age. */
export function parseAge(age: string, clock: DumpClock): Date | null {
  const parts = [...age.matchAll(/(?<!\d)(\d+)([ydhms])/g)]
  if (clock.takenAt === null || parts.length === 0) return null
  const seconds = parts.reduce((total, [, amount, unit = 's']) => total + Number(amount) * (AGE_UNITS[unit] ?? 0), 0)
  const at = shiftSeconds(clock.takenAt, -seconds)
  return isPlausibleMoment(at.getTime()) ? at : null
}
