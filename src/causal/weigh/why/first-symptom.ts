import type { Candidate } from '../explain.ts'
import type { Symptom } from '../../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../../scene/thresholds.ts'

/** The earliest clear symptom that the candidate accounts for, slight ones only where there is no other; null when none has a time. */
export function firstSymptom({ explained }: Pick<Candidate, 'explained'>): Symptom | null {
  const dated = explained.filter(({ since }) => since !== null)
  const clear = dated.filter(({ strength }) => strength >= THRESHOLDS.slight)
  return (clear.length > 0 ? clear : dated).toSorted((a, b) => Number(a.since) - Number(b.since))[0] ?? null
}

/** The strongest of each kind at each entity, strongest first; of equally strong ones the earlier read. A chatty source does not fill the list. */
export function strongestFirst(symptoms: readonly Symptom[]): readonly Symptom[] {
  const ranked = symptoms.toSorted((a, b) => b.strength - a.strength)
  return [...new Map(ranked.toReversed().map((symptom) => [`${symptom.entity} ${symptom.kind}`, symptom])).values()].toReversed()
}
