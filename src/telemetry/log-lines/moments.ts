import { isPlausibleMoment } from '../shared/moment.ts'

/** A time that stands at the start of a line. */
export interface SpokenTime {
  /** Milliseconds since 1970 when it is read as UTC; null when it lacks its date. */
  readonly ms: number | null
  /** False when nothing says which zone it is in. */
  readonly isZoned: boolean
  /** The year is not written; `ms` is then of the year 2000 (a leap year). */
  readonly lacksYear: boolean
  /** Where the text goes on after it. */
  readonly end: number
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONTH = `(?<month>${MONTHS.join('|')})`
const CLOCK = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?`
const YEARLESS = 2000

/** ISO 8601 and its relatives: kubectl --timestamps, CRI, log4j, Python, PostgreSQL, nginx error logs, Go log. Most lines with a time have this one. */
const ISO = /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,](\d{1,9}))?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?/

/** How else programs write times before a message; each with who writes it so. The first that matches counts. */
const FORMS: readonly RegExp[] = [
  // klog and glog, with the level as its first letter.
  new RegExp(String.raw`^[IWEF](?<year>\d{4})?(?<monthNumber>\d\d)(?<day>\d\d) ${CLOCK}`),
  // Apache error log, ctime; `date` as shells print it.
  new RegExp(String.raw`^\[?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} {1,2}(?<day>\d{1,2}) ${CLOCK} (?:(?<zone>UTC|GMT) )?(?<year>\d{4})`),
  // Redis, after process and role.
  new RegExp(String.raw`^\d+:[A-Z] (?<day>\d\d) ${MONTH} (?<year>\d{4}) ${CLOCK}`),
  // Combined log format of web servers, after client and user; Python's http.server leaves the zone out.
  new RegExp(String.raw`^\S{1,200} \S{1,200} \S{1,200} \[(?<day>\d\d)/${MONTH}/(?<year>\d{4})[: ]${CLOCK}(?: (?<zone>[+-]\d{4}))?\]`),
  // HAProxy, after the address of the client.
  new RegExp(String.raw`^\S{1,100}:\d{1,5} \[(?<day>\d\d)/${MONTH}/(?<year>\d{4}):${CLOCK}\]`),
  // java.util.logging.
  new RegExp(
    String.raw`^${MONTH} (?<day>\d{1,2}), (?<year>\d{4}),? (?<hour>\d{1,2}):(?<minute>\d\d):(?<second>\d\d)[ \u202f](?<half>[AP]M)`,
  ),
  // syslog, RFC 3164.
  new RegExp(String.raw`^(?:<\d{1,3}>)?${MONTH} {1,2}(?<day>\d{1,2}) ${CLOCK}`),
  // Ruby's logger and Erlang keep theirs behind the level.
  new RegExp(String.raw`^[DIWEFA], \[(?<year>\d{4})-(?<monthNumber>\d\d)-(?<day>\d\d)T${CLOCK}`),
  // Only a clock: logback's default, Serilog, zerolog.
  new RegExp(String.raw`^\[?${CLOCK}(?=[\s\]])`),
  /^(?<hour>\d{1,2}):(?<minute>\d\d)(?<half>[AP]M)(?=\s)/,
]

/** The time that stands at the start of a line; null when none does, or it is no time of an incident. */
export function leadingTime(text: string): SpokenTime | null {
  if (!mayBeTime(text)) return null
  const iso = ISO.exec(text)
  if (iso !== null) return isoTime(iso)
  for (const form of FORMS) {
    const found = form.exec(text)
    if (found?.groups !== undefined) return spokenTime(found.groups, found[0].length)
  }
  return null
}

/** A time begins with a digit, a bracket, a level, a month or a day of the week: most continuation lines begin with none. */
function mayBeTime(text: string): boolean {
  return /^[[<\dA-Z]/.test(text) && /\d:\d\d/.test(text.slice(0, 120))
}

function isoTime([whole, fraction, zone]: RegExpExecArray): SpokenTime | null {
  const from = whole.startsWith('[') ? 1 : 0
  const part = (at: number, length: number) => Number(whole.slice(from + at, from + at + length))
  const millis = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))
  const ms = Date.UTC(part(0, 4), part(5, 2) - 1, part(8, 2), part(11, 2), part(14, 2), part(17, 2), millis) - offsetMs(zone)
  return isPlausibleMoment(ms) ? { ms, isZoned: zone !== undefined, lacksYear: false, end: whole.length } : null
}

function spokenTime(said: Readonly<Record<string, string | undefined>>, end: number): SpokenTime | null {
  const month = said['month'] === undefined ? Number(said['monthNumber']) - 1 : MONTHS.indexOf(said['month'])
  const isZoned = said['zone'] !== undefined
  const lacksYear = said['year'] === undefined
  if (said['day'] === undefined) return { ms: null, isZoned: false, lacksYear: true, end }
  const hour = (Number(said['hour']) % (said['half'] === undefined ? 24 : 12)) + (said['half'] === 'PM' ? 12 : 0)
  const millis = Number(`0.${said['fraction'] ?? '0'}`) * 1000
  const year = lacksYear ? YEARLESS : Number(said['year'])
  const utc = Date.UTC(year, month, Number(said['day']), hour, Number(said['minute']), Number(said['second']), Math.floor(millis))
  const ms = utc - offsetMs(said['zone'])
  return isPlausibleMoment(ms) ? { ms, isZoned, lacksYear, end } : null
}

/** `+02:00` in milliseconds; 0 for UTC and for no zone. */
function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0
  const found = /^([+-])(\d\d):?(\d\d)$/.exec(zone)
  if (found === null) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return (found[1] === '-' ? -minutes : minutes) * 60_000
}

/** Largest number that is seconds since 1970 and not milliseconds: the year 2100. */
const LAST_SECONDS = Date.UTC(2100, 0, 1) / 1000

/**
 * The time in a field of a structured line: ISO text, or seconds, milliseconds, microseconds or nanoseconds since 1970 as number or text. Null when it
 * is none.
 */
export function fieldTime(value: unknown): SpokenTime | null {
  if (typeof value === 'object' && value !== null && '$date' in value) return fieldTime(value.$date)
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d{10,19}(?:\.\d{1,9})?$/.test(value) ? Number(value) : null
  if (number === null) return typeof value === 'string' ? leadingTime(value) : null
  let ms = number * 1000
  while (ms > LAST_SECONDS * 1000) ms /= 1000
  return isPlausibleMoment(ms) ? { ms: Math.floor(ms), isZoned: true, lacksYear: false, end: 0 } : null
}
