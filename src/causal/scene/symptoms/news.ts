import type { Argument } from '../../../domain/evidence.ts'
import type { Scene } from '../scene.ts'
import type { Symptom } from './symptom.ts'

/**
 * Everything that is new, harm or not and background included, in order of time (unknown times last). Errors of which nobody can tell whether they were
 * logged before are harm and no news.
 */
export function newsIn({ symptoms }: Scene): readonly Symptom[] {
  const fresh = symptoms.filter(({ kind, since }) => kind !== 'log_error' || since !== null)
  return fresh.toSorted((a, b) => timeOf(a.since) - timeOf(b.since))
}

function timeOf(at: Date | null): number {
  return at?.getTime() ?? Number.MAX_SAFE_INTEGER
}

/** True for what speaks of a failure, whether or not anybody can tell how much harm it is. Traffic that grew or fell is no failure by itself. */
export function isTrouble({ kind }: Pick<Symptom, 'kind'>): boolean {
  return kind !== 'news' && kind !== 'traffic_surge' && kind !== 'traffic_drop'
}

/** True for a measure that went up. */
export function isRising({ departure }: Pick<Symptom, 'departure'>): boolean {
  return departure !== null && departure.to > departure.from
}

/** The symptoms as arguments, at most `limit`, without repeating what was said. */
export function argumentsOf(symptoms: readonly Symptom[], limit: number): readonly Argument[] {
  const unique = [...new Map(symptoms.map((symptom) => [symptom.said, symptom])).values()]
  return unique.slice(0, limit).map(({ text, citations }) => ({ text, citations }))
}
