import { shiftSeconds, type TimeWindow } from '../domain/time-window.ts'
import type { VerdictWord } from '../domain/verdict.ts'
import type { DigestItem } from '../store/port.ts'

/** Fewer judged incidents than this say nothing as a percentage (one more verdict moves it by 7 points); counts are shown instead. Source: acceptance 25. */
export const MIN_JUDGED_FOR_RATIO = 15
/** A digest covers seven days. */
const DIGEST_SECONDS = 7 * 24 * 60 * 60

/** What a channel's week looked like, in numbers that each point back at their incidents. All counts are counts of incidents. */
export interface DigestSummary {
  readonly window: TimeWindow
  /** Incidents with at least one answer. */
  readonly answered: number
  /** Incidents whose verdict says right, partly or wrong; `unsure` is neither judged nor owed. */
  readonly judged: number
  readonly counts: Readonly<Record<VerdictWord, number>>
  /** Right answers among the judged, 0 to 1; null under `MIN_JUDGED_FOR_RATIO` judged incidents. */
  readonly rightRatio: number | null
  /** Median seconds from the mention to the first answer; null when nothing was answered. */
  readonly medianSeconds: number | null
  /** Incidents of which nobody judged any answer. */
  readonly owed: readonly DigestItem[]
  /** One per incident, oldest first: the answer that counts for it. */
  readonly items: readonly DigestItem[]
}

/**
 * Sums up a week's answers, oldest first, by incident. Of several answers to one incident the newest judged one counts, or the newest when none is
 * judged; its time is that of the first. An answer without verdict is owed, not wrong.
 */
export function summariseWeek(answers: readonly DigestItem[], window: TimeWindow): DigestSummary {
  const items = [...Map.groupBy(answers, ({ incident }) => incident.id).values()].map(answerThatCounts)
  const counts = { confirmed: 0, partial: 0, rejected: 0, unsure: 0 }
  for (const { verdict } of items) if (verdict) counts[verdict.word] += 1
  const judged = counts.confirmed + counts.partial + counts.rejected
  return {
    window,
    answered: items.length,
    judged,
    counts,
    rightRatio: judged < MIN_JUDGED_FOR_RATIO ? null : counts.confirmed / judged,
    medianSeconds: median(items.map(({ secondsToDiagnosis }) => secondsToDiagnosis)),
    owed: items.filter(({ verdict }) => verdict === null),
    items,
  }
}

/** The seven days that end at `at`. */
export function digestWindow(at: Date): TimeWindow {
  return { start: shiftSeconds(at, -DIGEST_SECONDS), end: at }
}

function answerThatCounts(answers: readonly DigestItem[]): DigestItem {
  const newestFirst = answers.toReversed()
  const counted = newestFirst.find(({ verdict }) => verdict !== null) ?? newestFirst[0]
  const first = answers[0]
  if (counted === undefined || first === undefined) throw new Error('an incident in a digest has an answer')
  return { ...counted, secondsToDiagnosis: first.secondsToDiagnosis }
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
