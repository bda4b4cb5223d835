import type { PastIncident } from './past-incident.ts'
import type { RunbookPassage } from './runbook.ts'

/** What is remembered about the cause of an answer. Shown beside it, never part of it: it changes no confidence and is no receipt. */
export interface Recall {
  /** The newest judged incident of the same environment with the same entity and mechanism; null when there is none. */
  readonly seenBefore: PastIncident | null
  /** The runbook passage about this mechanism; null when none is clearly about it. */
  readonly runbook: Pick<RunbookPassage, 'file' | 'line' | 'heading'> | null
}

export const NOTHING_RECALLED: Recall = { seenBefore: null, runbook: null }
