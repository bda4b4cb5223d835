import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
  trace_stated: 3.141,
  trace_changed: 2.344,
  trace_measured: 1.351,
  trace_odd: 0,
  trace_numbers_after_change: 0.791,
  reason_unknown: -0.267,
  fit: -1.549,
  delay: -0.912,
  returning: -0.343,
  afterwards: -1.993,
  late: -0.632,
  direct: 0.276,
  seen: 2.095,
  missing: -1.061,
  contrary: 0,
  coverage: 1.804,
  unfelt: -0.334,
  passed: -2.379,
  unmissed: -0.222,
  standing: -0.455,
  named: 0.34,
  suffers: -0.361,
  suffers_traced: -1.889,
  suffers_stated: -0.327,
  common: -0.264,
  people: 4,
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
  none: 1.866,
  slight: 0.129,
  over: 0.538,
  declared: -0.749,
  more: 4.111,
}
