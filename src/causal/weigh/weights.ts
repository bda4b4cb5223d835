import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.254,
  trace_changed: 2.552,
  trace_measured: 1.247,
  trace_odd: 0.158,
  trace_numbers_after_change: 0.913,
  reason_unknown: -0.31,
  fit: -1.404,
  delay: -0.646,
  returning: -0.548,
  afterwards: -2.048,
  late: -0.699,
  direct: 0.54,
  seen: 1.885,
  missing: -0.715,
  coverage: 1.476,
  unfelt: -0.65,
  standing: -0.168,
  named: 0.548,
  suffers: -0.38,
  suffers_traced: -0.735,
  suffers_stated: -0.814,
  common: -0.271,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 2.048,
  slight: 0.168,
  over: 1.101,
  declared: -1.072,
  more: 3.71,
}
