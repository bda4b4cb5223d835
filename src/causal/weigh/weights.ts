import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.322,
  trace_changed: 2.632,
  trace_measured: 1.008,
  trace_odd: 0.347,
  trace_numbers_after_change: 0.571,
  trace_recent: -0.747,
  reason_unknown: -0.07,
  fit: -1.884,
  delay: -1.364,
  returning: -0.395,
  afterwards: -2.167,
  late: 0,
  direct: 0.094,
  seen: 0.91,
  missing: -0.708,
  contrary: 0,
  coverage: 0.907,
  nearby: 0.415,
  followed: 0.696,
  alerted: 1.195,
  faint: -0.718,
  unfelt: -1.159,
  passed: -0.965,
  uncalled: -2.698,
  standing: -0.088,
  idle: -0.49,
  named: 0.57,
  suffers: 0,
  suffers_traced: -1.784,
  suffers_stated: -0.472,
  common: -0.21,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 0.349,
  slight: 0,
  over: 0.601,
  declared: -0.924,
  more: 4.596,
}
