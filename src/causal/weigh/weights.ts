import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.068,
  trace_changed: 2.544,
  trace_measured: 0.792,
  trace_odd: 1.049,
  trace_numbers_after_change: 0.773,
  reason_unknown: 0,
  fit: -1.994,
  delay: -0.943,
  returning: -0.376,
  afterwards: -1.947,
  late: -0.627,
  direct: 0.153,
  seen: 1.966,
  missing: -0.835,
  contrary: 0,
  coverage: 1.591,
  alerted: 1.176,
  unfelt: 0,
  passed: -2.574,
  standing: -0.263,
  idle: -0.521,
  named: 0.527,
  suffers: -0.02,
  suffers_traced: -1.918,
  suffers_stated: -0.48,
  common: -0.417,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 1.806,
  slight: 0,
  over: 0.214,
  declared: -0.967,
  more: 4.281,
}
