import type { DelayShape } from './delay.ts'
import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.622,
  trace_changed: 2.565,
  trace_measured: 1.099,
  trace_odd: 0.379,
  trace_numbers_after_change: 0.361,
  reason_unknown: -0.048,
  fit: -1.364,
  delay: 0,
  afterwards: -2.003,
  late: -0.734,
  undated: 0,
  ended: 0,
  direct: 0.628,
  seen: 1.488,
  missing: 0,
  contrary: 0,
  strongest: 0.226,
  coverage: 0.913,
  named: 0.306,
  suffers: -0.404,
  suffers_traced: -0.51,
  suffers_stated: -0.792,
  common: -0.081,
  uncaused: 0.186,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 1.351,
  quiet: 0,
  slight: 0.164,
  over: 0.603,
  declared: -1.024,
}

/** How long changes take to show. */
export const DELAY: DelayShape = { mean: 0.856 }
