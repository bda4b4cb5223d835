import type { Symptom } from '../../scene/symptoms/symptom.ts'

/** The strongest of each kind at each entity, strongest first; of equally strong ones the earlier read. A chatty source does not fill the list. */
export function strongestFirst(symptoms: readonly Symptom[]): readonly Symptom[] {
  const ranked = symptoms.toSorted((a, b) => b.strength - a.strength)
  return [...new Map(ranked.toReversed().map((symptom) => [`${symptom.entity} ${symptom.kind}`, symptom])).values()].toReversed()
}
