import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.228,
  trace_changed: 2.371,
  trace_measured: 1.248,
  trace_odd: 0.24,
  trace_numbers_after_change: 0.754,
  reason_unknown: -0.261,
  fit: -1.621,
  delay: -0.933,
  returning: -0.406,
  afterwards: -1.983,
  late: -0.654,
  direct: 0.354,
  seen: 2.166,
  missing: -1.135,
  contrary: 0,
  coverage: 1.755,
  unfelt: -0.247,
  passed: -2.459,
  unmissed: -0.124,
  uncalled: 0,
  standing: -0.296,
  idle: -0.519,
  named: 0.369,
  suffers: -0.203,
  suffers_traced: -2.01,
  suffers_stated: -0.334,
  common: -0.313,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 1.829,
  slight: 0.048,
  over: 0.4,
  declared: -0.694,
  more: 4.249,
}
