import { buildScene } from '../../causal/scene/build-scene.ts'
import type { Scene } from '../../causal/scene/scene.ts'
import type { Diagnosis, ReceiptId } from '../../domain/diagnosis.ts'
import type { Argument, Citation, Evidence } from '../../domain/evidence.ts'
import { isQuotedFrom } from '../../domain/quotation.ts'
import { rowsOf, type Reading } from '../../domain/reading.ts'
import { groupFacts } from '../group-facts.ts'
import { timeOf } from './row-time.ts'
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

/** What an id that was never recorded holds. */
const NO_READING: Reading<never> = { status: 'unknown', why: 'not recorded' }

/**
 * The points whose quotes stand in the evidence, each with those quotes only; a point without any is left out. A quote without a time gets its row's. Whoever made them, nothing
 * is shown that did not pass here.
 */
export function checkedPoints(points: readonly Argument[], evidence: readonly Evidence[]): readonly Argument[] {
  const byId = new Map(evidence.map((entry) => [entry.id, entry]))
  const found = (citation: Citation): readonly Citation[] => {
    const { evidenceId, locator, quote, at } = citation
    const rows = rowsOf<{ readonly locator: string }>(byId.get(evidenceId)?.reading ?? NO_READING)
    const row = rows.find((one) => one.locator === locator && isQuotedFrom(quote, one))
    return row === undefined ? [] : [{ ...citation, at: at ?? timeOf(row) }]
  }
  return points
    .map(({ text, citations }) => ({ text, citations: citations.flatMap(found) }))
    .filter(({ citations }) => citations.length > 0)
}
