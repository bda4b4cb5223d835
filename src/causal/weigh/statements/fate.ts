import { shiftSeconds, type TimeWindow } from '../../../domain/time-window.ts'
import { isClear, type Symptom } from '../../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../../scene/thresholds.ts'

/** A rollback replaces pods and rate windows empty within this long; what is still wrong then was not cured. */
const SETTLE_SECONDS = 5 * 60

/** What the recordings show of symptoms after a moment. `unseen`: they end too early to tell. `over_before`: they had ended already. */
export type Fate = 'continued' | 'ended' | 'over_before' | 'unseen'

/** What became of symptoms after `at` (UTC). Slight ones count only where there is no other. `unseen` without a time, a window or a symptom. */
export function fateAfter(at: Date | null, symptoms: readonly Symptom[], window: TimeWindow | null): Fate {
  const clear = symptoms.filter(isClear)
  const judged = clear.length > 0 ? clear : symptoms
  if (at === null || window === null || judged.length === 0) return 'unseen'
  if (judged.every(({ until }) => until !== null && until < shiftSeconds(at, -THRESHOLDS.lagSeconds))) return 'over_before'
  const settled = shiftSeconds(at, SETTLE_SECONDS)
  if (window.end < settled) return 'unseen'
  return judged.some(({ until }) => until === null || until > settled) ? 'continued' : 'ended'
}
