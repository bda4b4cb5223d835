import type { AskedEnds } from '../domain/asked-period.ts'
import { shiftSeconds, type TimeWindow } from '../domain/time-window.ts'
import { findSaidTime, type SaidTime } from './follow-up/said-time.ts'

/** A period that people named, and how it was understood. */
export interface SaidPeriod extends AskedEnds {
  /** The words that said it. */
  readonly words: string
  /** In words: `no zone given, taken as UTC`; empty when nothing was assumed. */
  readonly assumed: string
}

/** The longest way to say one time, in characters. */
const TIME = String.raw`.{1,40}`
const UNIT = String.raw`(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|[smh])\b`
const RECORDING_END = 'the end of the recording'
/** A clock time may lie after the recording, on the same day: then it was not recorded, and is no time of the day before. */
const DAY_SECONDS = 24 * 3600

/** Two times of which the second is not the later one: what was meant cannot be told. */
const BACKWARDS = 'backwards'

interface PeriodPattern {
  readonly name: string
  readonly pattern: RegExp
  readonly read: (groups: Readonly<Record<string, string | undefined>>, recording: TimeWindow) => SaidPeriod | typeof BACKWARDS | null
}

/** Every way to say a period that is understood. `at 14:02` is a moment, and `before the deploy` names none: neither narrows anything. */
const PERIOD_PATTERNS: readonly PeriodPattern[] = [
  { name: 'between two times', pattern: new RegExp(String.raw`\bbetween (?<from>.{1,40}?) and (?<to>${TIME})`, 'i'), read: readEnds },
  {
    name: 'from one to another',
    pattern: new RegExp(String.raw`\b(?:from|since) (?<from>.{1,40}?) ?(?: to| until| till| -|–|—) ?(?<to>${TIME})`, 'i'),
    read: readEnds,
  },
  {
    name: 'one to another',
    pattern: new RegExp(String.raw`\b(?<from>\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?) ?(?: to| until| till| -|–|—) ?(?<to>\d${TIME})`, 'i'),
    read: readEnds,
  },
  {
    name: 'the last so long',
    pattern: new RegExp(String.raw`\b(?:last|past) (?<span>half(?: an)? hour\b|(?:(?:\d{1,3}|[a-z]{1,7}) ?)?${UNIT})`, 'i'),
    read: readSpan,
  },
  { name: 'since a time', pattern: new RegExp(String.raw`\b(?:since|after|from) (?<from>${TIME})`, 'i'), read: readEnds },
  { name: 'until a time', pattern: new RegExp(String.raw`\b(?:until|till|up to) (?<to>${TIME})`, 'i'), read: readEnds },
]

/**
 * The first period that a text names, in the recording that it is about, or null. Spans count back from the end of the recording; clock times take the day
 * that lies nearest to it.
 */
export function findSaidPeriod(text: string, recording: TimeWindow): SaidPeriod | null {
  for (const { pattern, read } of PERIOD_PATTERNS) {
    const match = pattern.exec(text)
    const found = match && read(match.groups ?? {}, recording)
    if (found === BACKWARDS) return null
    if (match && found) return { ...found, words: `${match[0].slice(0, match[0].indexOf(found.words))}${found.words}`.trim() }
  }
  return null
}

/** The words of what is returned are those of its last time. */
function readEnds({ from, to }: Readonly<Record<string, string | undefined>>, recording: TimeWindow): ReturnType<PeriodPattern['read']> {
  const first = from === undefined ? null : timeAt(from, recording)
  const second = to === undefined ? null : timeAt(to, recording)
  if ((from !== undefined && first === null) || (to !== undefined && second === null)) return null
  const start = first !== null && second !== null ? alike(first, second, recording) : first
  const last = second ?? first
  if (last === null) return null
  if (start !== null && second !== null && start.at >= second.at) return BACKWARDS
  const assumed = [...new Set([start?.assumed ?? '', second?.assumed ?? ''])].filter(Boolean).join(', ')
  return { from: start?.at ?? null, to: second?.at ?? null, words: last.words, assumed }
}

/** In `between 1:50 and 2:10 pm CEST` both are in the afternoon, and in that zone; in `11:50 to 12:10 pm` only the zone is common. */
function alike(first: SaidTime, second: SaidTime, recording: TimeWindow): SaidTime {
  const half = first.half === null ? second.half : null
  const zone = first.zone === null ? second.zone : null
  const read = (...more: readonly (string | null)[]) => timeAt([first.words, ...more].filter(Boolean).join(' '), recording) ?? first
  const both = read(half, zone)
  return both.at < second.at ? both : read(zone)
}

/** The time with which a text begins. */
function timeAt(text: string, recording: TimeWindow): SaidTime | null {
  const isCounted = /\b(?:ago|now)\b/.test(text)
  const saidAt = isCounted ? recording.end : shiftSeconds(recording.end, DAY_SECONDS)
  const found = findSaidTime(text, { saidAt, countedFrom: RECORDING_END, window: recording })
  return found !== null && text.trimStart().startsWith(found.words) ? found : null
}

function readSpan({ span = '' }: Readonly<Record<string, string | undefined>>, recording: TimeWindow): SaidPeriod | null {
  const words = span.replace(/^half hour/i, 'half an hour')
  const start = timeAt(`${words} ago`, recording) ?? timeAt(`an ${words} ago`, recording)
  return start && { from: start.at, to: null, words: span, assumed: start.assumed }
}
