import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.414,
  trace_changed: 2.713,
  trace_measured: 1.059,
  trace_odd: 0.4,
  trace_numbers_after_change: 0.509,
  trace_recent: -0.287,
  reason_unknown: -0.028,
  fit: -1.938,
  delay: -1.154,
  returning: -0.432,
  afterwards: -2.001,
  late: -0.611,
  direct: 0.046,
  seen: 1.087,
  missing: -0.618,
  contrary: 0,
  coverage: 1.088,
  nearby: 0.4,
  followed: 0.806,
  alerted: 1.077,
  unfelt: -0.844,
  passed: -0.773,
  uncalled: -2.072,
  standing: -0.255,
  idle: -0.41,
  named: 0.711,
  suffers: 0,
  suffers_traced: -1.723,
  suffers_stated: -0.563,
  common: -0.213,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 0.702,
  slight: 0,
  over: 0.581,
  declared: -1.041,
  more: 4.416,
}
