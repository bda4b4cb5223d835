import { buildScene } from '../../causal/build-scene.ts'
import type { Scene } from '../../causal/scene.ts'
import type { Diagnosis, ReceiptId } from '../../domain/diagnosis.ts'
import type { Argument, Citation, Evidence } from '../../domain/evidence.ts'
import { isQuotedFrom } from '../../domain/quotation.ts'
import { rowsOf } from '../../domain/reading.ts'
import { groupFacts } from '../gather.ts'
import { indexNames, type NameIndex } from './name-index.ts'

/** Everything about a run that a question is answered from. */
export interface Recorded {
  readonly evidence: readonly Evidence[]
  /** The newest answer that passed the gate. */
  readonly diagnosis: Diagnosis
  readonly scene: Scene
  readonly names: NameIndex
}

/** Indexes a run's evidence for questions. Pure. */
export function indexRecorded(evidence: readonly Evidence[], diagnosis: Diagnosis): Recorded {
  return { evidence, diagnosis, scene: buildScene(groupFacts(evidence)), names: indexNames(evidence, diagnosis) }
}

/** The receipts of an answer, as citations again. Ids that the answer does not have are left out. */
export function citationsOf(diagnosis: Diagnosis, ids: readonly ReceiptId[]): readonly Citation[] {
  const wanted = new Set(ids)
  return diagnosis.receipts
    .filter(({ id }) => wanted.has(id))
    .map(({ evidenceId, locator, quote, role, at }) => ({ evidenceId, locator, quote, role, at: at === null ? null : new Date(at) }))
}

/**
 * The points whose quotes stand in the evidence, each with those quotes only; a point without any is left out. Whoever made them, nothing
 * is shown that did not pass here.
 */
export function checkedPoints(points: readonly Argument[], evidence: readonly Evidence[]): readonly Argument[] {
  const byId = new Map(evidence.map((entry) => [entry.id, entry]))
  const stands = ({ evidenceId, locator, quote }: Citation) => {
    const entry = byId.get(evidenceId)
    const rows = entry === undefined ? [] : rowsOf<{ readonly locator: string }>(entry.reading)
    return rows.some((row) => row.locator === locator && isQuotedFrom(quote, row))
  }
  return points
    .map(({ text, citations }) => ({ text, citations: citations.filter(stands) }))
    .filter(({ citations }) => citations.length > 0)
}
