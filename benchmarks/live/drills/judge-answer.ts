import type { Diagnosis } from '../../../src/domain/diagnosis.ts'
import type { DrillTruth } from '../../../src/drills/drill-spec.ts'
import type { RecordedVerdict } from '../../recorded/score-recorded.ts'

/**
 * Judges a diagnosis by the truth of its drill, in the words that recordings are judged with. What is named decides, as in every table of drills: their mechanisms
 * have names of their own. Pure.
 */
export function judgeAnswer({ accept, outcome }: Pick<DrillTruth, 'accept' | 'outcome'>, { rootCauses }: Diagnosis): RecordedVerdict {
  const [first] = rootCauses
  if (outcome === 'no_cause') return first === undefined ? 'right' : 'claimed'
  if (first === undefined) return 'abstained'
  const isAccepted = ({ entity }: { readonly entity: string }) => accept.flat().some((name) => name === entity)
  if (rootCauses.every(isAccepted)) return 'right'
  return isAccepted(first) ? 'partly' : 'wrong'
}
