import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.136,
  trace_changed: 2.377,
  trace_measured: 0.859,
  trace_odd: 0.987,
  trace_numbers_after_change: 0.712,
  reason_unknown: -0.104,
  fit: -2.12,
  delay: -1.013,
  returning: -0.435,
  afterwards: -2.036,
  late: -0.647,
  direct: 0.627,
  seen: 1.246,
  missing: -0.602,
  contrary: 0,
  coverage: 1.136,
  alerted: 1.232,
  unfelt: -0.2,
  passed: -2.447,
  uncalled: -1.16,
  standing: -0.244,
  idle: -0.41,
  named: 0.643,
  suffers: -0.029,
  suffers_traced: -2.017,
  suffers_stated: -0.733,
  common: -0.254,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 1.34,
  slight: 0,
  over: 0.241,
  declared: -1.048,
  more: 4.168,
}
