import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.152,
  trace_changed: 2.37,
  trace_measured: 1.362,
  trace_odd: 0,
  trace_numbers_after_change: 0.771,
  reason_unknown: -0.284,
  fit: -1.575,
  delay: -0.881,
  returning: -0.45,
  afterwards: -1.944,
  late: -0.644,
  direct: 0.289,
  seen: 2.182,
  missing: -1.105,
  contrary: 0,
  coverage: 1.754,
  unfelt: -0.254,
  passed: -2.353,
  unmissed: -0.216,
  standing: -0.421,
  named: 0.458,
  suffers: -0.344,
  suffers_traced: -1.912,
  suffers_stated: -0.333,
  common: -0.263,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 1.828,
  slight: 0.155,
  over: 0.515,
  declared: -0.739,
  more: 4.168,
}
