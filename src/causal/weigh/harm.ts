import { earliest } from '../../domain/time-window.ts'
import { FELT, type Symptom } from '../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'

/** What users feel, clearer than healthy systems show it. */
export function harmIn(symptoms: readonly Symptom[]): readonly Symptom[] {
  return symptoms.filter(
    ({ kind, strength, source }) => FELT.has(kind) && (strength >= THRESHOLDS.slight || (kind === 'error_rate' && source === 'call')),
  )
}

/** When users first felt something; null when they did not, or nobody knows when. */
export function harmBegan(symptoms: readonly Symptom[]): Date | null {
  return earliest(harmIn(symptoms).map(({ since }) => since))
}
