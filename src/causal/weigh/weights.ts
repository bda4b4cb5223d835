import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.24,
  trace_changed: 2.405,
  trace_measured: 0.944,
  trace_odd: 0.111,
  trace_numbers_after_change: 0.847,
  reason_unknown: -0.256,
  fit: -1.502,
  delay: -0.769,
  returning: -0.524,
  afterwards: -2.097,
  late: -0.582,
  direct: 0.689,
  seen: 2.269,
  missing: -0.368,
  contrary: 0,
  coverage: 1.414,
  unfelt: -0.543,
  standing: -0.178,
  named: 0.429,
  suffers: -0.274,
  suffers_traced: -1.448,
  suffers_stated: -0.54,
  common: -0.268,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 2.383,
  slight: 0.091,
  over: 1.153,
  declared: -0.954,
  more: 3.801,
}
