import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { RecordedVerdict } from '../recorded/score-recorded.ts'

export interface Answered {
  readonly verdict: RecordedVerdict
  /** Entity and mechanism of each cause, or how it ended. */
  readonly said: string
}

export function saidBy({ outcome, rootCauses }: Diagnosis): string {
  const causes = rootCauses.map(({ entity, mechanism }) => `${entity} (${mechanism})`)
  return causes.length > 0 ? causes.toSorted().join(', ') : outcome
}

/** How many are right, and how many partly. */
export function countsOf(answers: readonly Answered[]): string {
  const count = (verdict: RecordedVerdict) => answers.filter((one) => one.verdict === verdict).length
  return `${count('right')}, ${count('partly')}`
}
