import type { ConfidenceWord } from './diagnosis.ts'

/** Confidence from which a cause is called verified: answers to incidents that were left out of the fit were right from there on 97.0 times in 100, and must be 97 times (docs/decisions/0017). */
export const VERIFIED_FROM = 0.945
/** Confidence from which a cause is called likely rather than unverified: left out, three answers of four between here and verified named the right entity. */
const LIKELY_FROM = 0.35

/** The word for a confidence (0 to 1). A hole in the telemetry never leaves more than `likely`: what was not seen may have said otherwise. */
export function wordFor(confidence: number, hasHole: boolean): ConfidenceWord {
  if (confidence >= VERIFIED_FROM && !hasHole) return 'verified'
  return confidence >= LIKELY_FROM ? 'likely' : 'unverified'
}
