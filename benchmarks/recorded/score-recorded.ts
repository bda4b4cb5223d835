import { z } from 'zod'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'

/** The label of one recording: patterns (case-folded) of what a right answer names, as the scorer of the shared recordings reads them. */
const recordedTruth = z.object({
  /** In words, for the list of misses. */
  truth: z.string(),
  entity: z.string().nullable().default(null),
  mechanism: z.string().nullable().default(null),
  /** Entities that are near: a part of the right answer, or the same thing under another name. */
  near: z.string().nullable().default(null),
  healthy: z.boolean(),
  /** False where the recording cannot show the fault. */
  decisive: z.boolean().default(true),
  /** What kind of fault it is; absent in sets that do not say. */
  kind: z.string().optional(),
})
export type RecordedTruth = z.infer<typeof recordedTruth>

/** The labels of a set, by recording: its case, or `<case>-<form>` where a case has several forms. */
export const recordedTruths = z.record(z.string(), recordedTruth)

/** `right`: every named cause is one that fits and the first in the right way, or nothing is named of a healthy system; `partly`: the first cause fits or is near. */
export type RecordedVerdict = 'right' | 'partly' | 'wrong' | 'abstained' | 'claimed' | 'unanswered'

/** Judges a diagnosis by the label of its recording. Null: the recording could not be read. */
export function judgeRecorded(truth: RecordedTruth, diagnosis: Diagnosis | null): RecordedVerdict {
  if (diagnosis === null) return 'unanswered'
  const causes = diagnosis.outcome === 'diagnosis' ? diagnosis.rootCauses : []
  const [first] = causes
  if (truth.healthy) return first === undefined ? 'right' : 'claimed'
  if (first === undefined) return 'abstained'
  const isIt = (text: string, words: string | null) => words !== null && text.toLowerCase().search(folded(words)) >= 0
  if (causes.every(({ entity }) => isIt(entity, truth.entity)) && isIt(first.mechanism, truth.mechanism)) return 'right'
  return isIt(first.entity, truth.entity) || isIt(first.entity, truth.near) ? 'partly' : 'wrong'
}

function folded(words: string): RegExp {
  return new RegExp(words, 'i')
}
