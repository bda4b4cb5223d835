import { MODEL_ONLY_MISSING, MODEL_ONLY_WHY } from '../domain/model-only.ts'
import type { Submission } from '../domain/submission.ts'
import type { Turn } from './run-state.ts'

/** A turn as it came back from storage as JSON: the same value with its moments as `Date` again. */
export function reviveTurn(json: unknown): Turn {
  const turn = json as Turn
  return {
    ...turn,
    at: new Date(turn.at),
    outcomes: turn.outcomes.map((outcome) => ({ ...outcome, submission: outcome.submission && reviveSubmission(outcome.submission) })),
  }
}

function reviveSubmission(submission: Submission): Submission {
  const { start, end, onset } = submission.window
  return {
    ...submission,
    window: { start: moment(start), end: moment(end), onset: moment(onset) },
    // As every submission of a model has them; one that an earlier version stored has none.
    rootCauses: submission.rootCauses.map((claim) => ({ ...claim, since: moment(claim.since), why: MODEL_ONLY_WHY })),
    alternatives: submission.alternatives.map((rival) => ({ ...rival, why: MODEL_ONLY_WHY, missing: MODEL_ONLY_MISSING })),
  }
}

function moment(value: Date | null): Date | null {
  return value === null ? null : new Date(value)
}
