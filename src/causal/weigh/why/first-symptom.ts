import type { Candidate } from '../explain.ts'
import { isClear, type Symptom } from '../../scene/symptoms/symptom.ts'
import type { Citation } from '../../../domain/evidence.ts'
import type { Proposal } from '../candidate.ts'

/** The earliest clear symptom that the candidate accounts for, slight ones only where there is no other; null when none has a time. */
export function firstSymptom({ explained }: Pick<Candidate, 'explained'>): Symptom | null {
  const dated = explained.filter(({ since }) => since !== null)
  const clear = dated.filter(isClear)
  return (clear.length > 0 ? clear : dated).toSorted((a, b) => Number(a.since) - Number(b.since))[0] ?? null
}

/** The strongest of each kind at each entity, strongest first; of equally strong ones the earlier read. A chatty source does not fill the list. */
export function strongestFirst(symptoms: readonly Symptom[]): readonly Symptom[] {
  const ranked = symptoms.toSorted((a, b) => b.strength - a.strength)
  return [...new Map(ranked.toReversed().map((symptom) => [`${symptom.entity} ${symptom.kind}`, symptom])).values()].toReversed()
}

/** Citations of one part: what a person opens on a phone. */
export const MAX_CITATIONS = 2

/** The records of the fault itself; where there is none, of what points at it. */
export function traceCitations(proposal: Proposal): readonly Citation[] {
  const all = proposal.for.flatMap(({ citations }) => citations)
  const own = all.filter(({ role }) => role === 'change' || role === 'mechanism')
  return (own.length > 0 ? own : all).slice(0, MAX_CITATIONS)
}
