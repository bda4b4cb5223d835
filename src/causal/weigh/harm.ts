import { earliest } from '../../domain/time-window.ts'
import type { Symptom, SymptomKind } from '../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'

/** What those feel who use a service; everything else can go on without anybody missing anything. */
const FELT: ReadonlySet<SymptomKind> = new Set(['error_rate', 'latency', 'traffic_drop', 'unreachable'])

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
