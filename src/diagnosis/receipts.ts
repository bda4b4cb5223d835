import type { Receipt, ReceiptId } from '../domain/diagnosis.ts'
import type { Argument, Citation, Evidence } from '../domain/evidence.ts'

/** Numbers receipts in the order of first use; the same quote of the same record is one receipt. */
export interface ReceiptBook {
  readonly cite: (citations: readonly Citation[]) => ReceiptId[]
  readonly statement: (argument: Argument) => { text: string; receipts: ReceiptId[] }
  /** All receipts so far, `R1` first. */
  receipts(): readonly Receipt[]
}

/** Opens an empty book over evidence that the citations were checked against. */
export function openReceipts(evidence: readonly Evidence[]): ReceiptBook {
  const sources = new Map(evidence.map((entry) => [entry.id, entry.source]))
  const book = new Map<string, Receipt>()

  function add(citation: Citation): ReceiptId {
    const key = `${citation.evidenceId} ${citation.locator} ${citation.quote}`
    const known = book.get(key)
    if (known !== undefined) return known.id
    const { evidenceId, role, locator, quote, at } = citation
    const id: ReceiptId = `R${book.size + 1}`
    book.set(key, {
      id,
      evidenceId,
      role,
      source: sources.get(evidenceId) ?? 'kubernetes',
      locator,
      at: at?.toISOString() ?? null,
      quote,
      url: null,
    })
    return id
  }

  const citeAll = (citations: readonly Citation[]) => [...new Set(citations.map(add))]
  return {
    cite: citeAll,
    statement: ({ text, citations }) => ({ text, receipts: citeAll(citations) }),
    receipts: () => [...book.values()],
  }
}
