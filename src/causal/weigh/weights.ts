import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.131,
  trace_changed: 2.449,
  trace_measured: 1.177,
  trace_odd: 0.133,
  trace_numbers_after_change: 0.863,
  reason_unknown: -0.286,
  fit: -1.574,
  delay: -0.77,
  returning: -0.381,
  afterwards: -1.93,
  late: -0.706,
  direct: 0.433,
  seen: 2.046,
  missing: -1.134,
  contrary: 0,
  coverage: 1.609,
  unfelt: -0.411,
  passed: -1.22,
  told: -0.53,
  unmissed: -0.499,
  standing: -0.207,
  named: 0.395,
  suffers: -0.432,
  suffers_traced: -1.352,
  suffers_stated: -0.631,
  common: -0.28,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 2.058,
  slight: 0,
  over: 0.818,
  declared: -0.965,
  more: 3.982,
}
