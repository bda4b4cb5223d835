import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.276,
  trace_changed: 2.415,
  trace_measured: 0.967,
  trace_odd: 0.117,
  trace_numbers_after_change: 0.845,
  reason_unknown: -0.145,
  fit: -1.52,
  delay: -0.77,
  returning: -0.525,
  afterwards: -2.095,
  late: -0.525,
  direct: 0.69,
  seen: 2.29,
  missing: -0.238,
  contrary: 0,
  coverage: 1.392,
  unfelt: -0.589,
  standing: -0.171,
  named: 0.418,
  suffers: -0.288,
  suffers_traced: -1.449,
  suffers_stated: -0.542,
  common: -0.267,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 2.392,
  slight: 0.068,
  over: 1.134,
  declared: -0.956,
  more: 3.788,
}
