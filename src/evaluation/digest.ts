import type { VerdictWord } from '../domain/verdict.ts'
import type { TimeWindow } from '../domain/time-window.ts'
import type { DigestItem } from '../store/port.ts'

/** Fewer judged incidents than this say nothing as a percentage; counts are shown instead. Source: acceptance 25. */
export const MIN_JUDGED_FOR_RATIO = 15
const DAY_MS = 86_400_000
/** Days one digest covers. */
const DIGEST_DAYS = 7

/** What a channel's week looked like, in numbers that each point back at their incidents. */
export interface DigestSummary {
  readonly window: TimeWindow
  readonly answered: number
  readonly judged: number
  readonly counts: Readonly<Record<VerdictWord, number>>
  /** Right answers among the judged, 0 to 1; null under `MIN_JUDGED_FOR_RATIO` judged incidents. */
  readonly rightRatio: number | null
  /** Median seconds from the mention to the diagnosis; null when nothing was answered. */
  readonly medianSeconds: number | null
  readonly owed: readonly DigestItem[]
  readonly items: readonly DigestItem[]
}

/** Sums up a week. Counts incidents by their newest verdict; an answer without verdict is owed, not wrong. Pure. */
export function summariseWeek(items: readonly DigestItem[], window: TimeWindow): DigestSummary {
  const judged = items.filter(({ verdict }) => verdict !== null)
  const counts = { confirmed: 0, partial: 0, rejected: 0, unsure: 0 }
  for (const { verdict } of judged) if (verdict) counts[verdict.word] += 1
  return {
    window,
    answered: items.length,
    judged: judged.length,
    counts,
    rightRatio: judged.length < MIN_JUDGED_FOR_RATIO ? null : counts.confirmed / judged.length,
    medianSeconds: median(items.map(({ secondsToDiagnosis }) => secondsToDiagnosis)),
    owed: items.filter(({ verdict }) => verdict === null),
    items,
  }
}

/** The seven days that end at `at`. */
export function digestWindow(at: Date): TimeWindow {
  return { start: new Date(at.getTime() - DIGEST_DAYS * DAY_MS), end: at }
}

/** `2026-W47`: the ISO 8601 week of a moment in a time zone; the key that makes a digest appear once. */
export function isoWeek(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
  const day = new Date(`${parts}T00:00:00Z`)
  // ISO 8601: the week belongs to the year of its Thursday.
  const weekday = (day.getUTCDay() + 6) % 7
  const thursday = new Date(day.getTime() + (3 - weekday) * DAY_MS)
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  const week = Math.floor((thursday.getTime() - yearStart) / (7 * DAY_MS)) + 1
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
