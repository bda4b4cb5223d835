import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.175,
  trace_changed: 2.469,
  trace_measured: 1.494,
  trace_odd: 0.235,
  trace_numbers_after_change: 0.812,
  reason_unknown: -0.208,
  fit: -1.616,
  delay: -0.824,
  returning: -0.375,
  afterwards: -1.983,
  late: -0.587,
  direct: 0.212,
  seen: 2.153,
  missing: -1.047,
  contrary: 0,
  coverage: 1.663,
  unfelt: -0.381,
  passed: -1.857,
  told: -0.614,
  unmissed: -0.181,
  standing: -0.45,
  named: 0.417,
  suffers: -0.267,
  suffers_traced: -1.88,
  suffers_stated: -0.385,
  common: -0.298,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 1.893,
  slight: 0.179,
  over: 0.329,
  declared: -0.826,
  more: 4.039,
}
