import type { Claim, Submission } from '../../src/domain/submission.ts'
import { END, minute, START } from './facts.ts'

/** A claim of a model or of the engine, without citations; override what a test is about. */
export function aClaim(over: Partial<Claim> = {}): Claim {
  return {
    entity: 'shop/Deployment/shipping',
    mechanism: 'scaled_to_zero',
    confidence: 0.9,
    since: null,
    for: [],
    against: [],
    disconfirmingReads: ['E1'],
    propagation: [],
    explains: [],
    why: [{ feature: 'trace_stated', value: 1, weight: 0.5, citations: [] }],
    ...over,
  }
}

export function aSubmission(over: Partial<Submission> = {}): Submission {
  return {
    outcome: 'diagnosis',
    reasons: [],
    window: { start: START, end: END, onset: minute(20) },
    summary: 'shop/Deployment/shipping was scaled to zero',
    rootCauses: [aClaim()],
    alternatives: [],
    ruledOut: [],
    proposedActions: [],
    ...over,
  }
}
