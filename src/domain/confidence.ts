import type { ConfidenceWord } from './diagnosis.ts'

/** Confidence from which a cause is called verified; measured on the labelled sets, see docs/decisions/0010. */
export const VERIFIED_FROM = 0.75
/** Confidence from which a cause is called likely rather than unverified. */
const LIKELY_FROM = 0.35

/** The word for a confidence (0 to 1). A hole in the telemetry never leaves more than `likely`: what was not seen may have said otherwise. */
export function wordFor(confidence: number, hasHole: boolean): ConfidenceWord {
  if (confidence >= VERIFIED_FROM && !hasHole) return 'verified'
  return confidence >= LIKELY_FROM ? 'likely' : 'unverified'
}
