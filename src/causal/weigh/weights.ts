import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.074,
  trace_changed: 2.331,
  trace_measured: 0.818,
  trace_odd: 0.967,
  trace_numbers_after_change: 0.761,
  reason_unknown: -0.152,
  fit: -2.118,
  delay: -0.996,
  returning: -0.414,
  afterwards: -1.976,
  late: -0.586,
  direct: 0.434,
  seen: 1.323,
  missing: -0.671,
  contrary: 0,
  coverage: 1.557,
  alerted: 1.159,
  unfelt: -0.012,
  passed: -2.58,
  uncalled: -1.311,
  standing: -0.257,
  idle: -0.386,
  named: 0.62,
  suffers: -0.086,
  suffers_traced: -1.968,
  suffers_stated: -0.643,
  common: -0.241,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 1.673,
  slight: 0,
  over: 0.309,
  declared: -0.869,
  more: 4.251,
}
