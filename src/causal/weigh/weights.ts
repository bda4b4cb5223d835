import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.305,
  trace_changed: 2.642,
  trace_measured: 1.004,
  trace_odd: 0.363,
  trace_numbers_after_change: 0.628,
  trace_recent: -1.058,
  reason_unknown: -0.064,
  fit: -1.877,
  delay: -1.432,
  returning: -0.395,
  afterwards: -2.194,
  late: 0,
  direct: 0.108,
  seen: 0.91,
  missing: -0.767,
  contrary: 0,
  coverage: 0.934,
  nearby: 0.404,
  followed: 0.673,
  alerted: 1.224,
  faint: -0.71,
  unfelt: -1.303,
  passed: -1.072,
  uncalled: -2.971,
  standing: -0.091,
  idle: -0.509,
  named: 0.578,
  suffers: -0.057,
  suffers_traced: -1.729,
  suffers_stated: -0.473,
  common: -0.213,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 0.437,
  slight: 0,
  over: 0.602,
  declared: -0.954,
  more: 4.531,
}
