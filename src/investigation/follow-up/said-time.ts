import { shiftSeconds, type TimeWindow } from '../../domain/time-window.ts'

/** A moment that people named, and how it was understood. */
export interface SaidTime {
  /** UTC. */
  readonly at: Date
  /** In words for the acknowledgement: `no zone given, taken as UTC`; empty when nothing was assumed. */
  readonly assumed: string
  /** The words that said it, to be cut out before the rest is read. */
  readonly words: string
  /** `am` or `pm`, and the zone, as they were said; null where they were not. */
  readonly half: string | null
  readonly zone: string | null
}

export interface TimeFrame {
  /** When the message was written (UTC). */
  readonly saidAt: Date
  /** What `saidAt` is, in words; the message where it is absent. */
  readonly countedFrom?: string
  /** Period of the recordings; null when it is not known. A clock time is looked for in and around it. */
  readonly window: TimeWindow | null
}

const DAY_SECONDS = 24 * 3600
/** People's clocks and Slack's differ by less; a deed further in the future was meant for another day. */
const CLOCK_SLACK_SECONDS = 5 * 60

/** Minutes east of UTC. Short forms that mean several zones (IST, CST) are left out: a wrong guess would be worse than asking. */
const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  SGT: 480,
  HKT: 480,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
}

const ZONE = String.raw`(?:\s*(?<zone>Z\b|(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}\b|(?:UTC|GMT|MSK)\b|[A-Z]{2,4}T\b))?`
const LEAD = String.raw`(?:\b(?:at|since|around|about|from|by|until|@)\s+|@|~)?`
const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60 }
const COUNTS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  five: 5,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
}

interface TimePattern {
  readonly name: string
  readonly pattern: RegExp
  readonly read: (groups: Readonly<Record<string, string | undefined>>, frame: TimeFrame) => Understood | null
}

type Understood = Pick<SaidTime, 'at' | 'assumed'>

/** Every way to say a time that is understood, most exact first. */
const TIME_PATTERNS: readonly TimePattern[] = [
  {
    name: 'date and clock',
    pattern: new RegExp(
      String.raw`${LEAD}\b(?<day>\d{4}-\d{2}-\d{2})[T ](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?:\.\d+)?${ZONE}`,
    ),
    read: (groups) => {
      const clock = clockOf(groups)
      const midnight = new Date(`${groups['day']}T00:00:00Z`)
      if (clock === null || Number.isNaN(midnight.getTime())) return null
      const zone = zoneOf(groups['zone'])
      return { at: shiftSeconds(midnight, clock - zone.offsetSeconds), assumed: zone.assumed }
    },
  },
  {
    name: 'clock',
    pattern: new RegExp(
      String.raw`${LEAD}\b(?<hour>\d{1,2})(?::|h)(?<minute>\d{2})(?::(?<second>\d{2}))?(?:\s*(?<half>[ap])\.?m\b\.?)?${ZONE}`,
    ),
    read: readClock,
  },
  { name: 'full hour', pattern: new RegExp(String.raw`${LEAD}\b(?<hour>\d{1,2})\s*(?<half>[ap])\.?m\b\.?${ZONE}`, ''), read: readClock },
  {
    name: 'half an hour ago',
    pattern: /\bhalf an hour ago\b/i,
    read: (_groups, frame) => countedBack(30, frame),
  },
  {
    name: 'so long ago',
    pattern:
      /\b(?:about |around |roughly )?(?<count>\d{1,3}|an?|one|two|three|five|ten|fifteen|twenty|thirty)\s*(?<unit>s|m|h)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?)? ago\b/i,
    read: ({ count = '', unit = '' }, frame) =>
      countedBack((COUNTS[count.toLowerCase()] ?? Number(count)) * (MINUTES[unit.toLowerCase()] ?? 1), frame),
  },
  {
    name: 'now',
    pattern: /\b(?:just now|right now|a moment ago|just|now)\b/i,
    read: (_groups, { saidAt }) => ({ at: saidAt, assumed: 'the time of your message' }),
  },
]

/** The first time that a text names, or null. Clock times take the day that lies nearest to the recordings and is not in the future. */
export function findSaidTime(text: string, frame: TimeFrame): SaidTime | null {
  for (const { pattern, read } of TIME_PATTERNS) {
    const match = pattern.exec(text)
    const groups = match?.groups ?? {}
    const found = match && read(groups, frame)
    if (match && found)
      return { ...found, words: match[0], half: groups['half'] ? `${groups['half']}m` : null, zone: groups['zone'] ?? null }
  }
  return null
}

function countedBack(minutes: number, { saidAt, countedFrom = 'your message' }: TimeFrame): Understood {
  return { at: shiftSeconds(saidAt, -minutes * 60), assumed: `counted back from ${countedFrom}` }
}

function readClock(groups: Readonly<Record<string, string | undefined>>, frame: TimeFrame): Understood | null {
  const clock = clockOf(groups)
  if (clock === null) return null
  const zone = zoneOf(groups['zone'])
  return { at: nearestDay(clock - zone.offsetSeconds, frame), assumed: zone.assumed }
}

/** Seconds since midnight; null when it is no time of a day. */
function clockOf({ hour, minute = '0', second = '0', half }: Readonly<Record<string, string | undefined>>): number | null {
  const spoken = Number(hour)
  if (half !== undefined && (spoken < 1 || spoken > 12)) return null
  const hours = half === undefined ? spoken : (spoken % 12) + (half === 'p' ? 12 : 0)
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null
  return hours * 3600 + Number(minute) * 60 + Number(second)
}

function zoneOf(said: string | undefined): { readonly offsetSeconds: number; readonly assumed: string } {
  if (said === undefined) return { offsetSeconds: 0, assumed: 'no zone given, taken as UTC' }
  const offset = /(?<sign>[+-])(?<hours>\d{1,2}):?(?<minutes>\d{2})?$/.exec(said)?.groups
  if (offset) {
    const minutes = Number(offset['hours']) * 60 + Number(offset['minutes'] ?? 0)
    return { offsetSeconds: (offset['sign'] === '-' ? -1 : 1) * minutes * 60, assumed: '' }
  }
  const known = ZONES[said]
  return known === undefined
    ? { offsetSeconds: 0, assumed: `the zone ${said} can mean several, taken as UTC` }
    : { offsetSeconds: known * 60, assumed: '' }
}

function nearestDay(clockSeconds: number, { saidAt, window }: TimeFrame): Date {
  const anchor = window ?? { start: saidAt, end: saidAt }
  const days = [anchor.start, anchor.end, saidAt].flatMap((moment) =>
    [-1, 0, 1].map((day) => shiftSeconds(midnightOf(moment), day * DAY_SECONDS)),
  )
  const moments = days
    .map((midnight) => shiftSeconds(midnight, clockSeconds))
    .filter((at) => at <= shiftSeconds(saidAt, CLOCK_SLACK_SECONDS))
  const distance = (at: Date) => Math.max(anchor.start.getTime() - at.getTime(), at.getTime() - anchor.end.getTime(), 0)
  const [first = shiftSeconds(midnightOf(saidAt), clockSeconds), ...others] = moments
  return others.reduce((best, at) => (distance(at) < distance(best) ? at : best), first)
}

function midnightOf(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()))
}
