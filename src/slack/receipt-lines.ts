import type { Receipt, ReceiptId } from '../domain/diagnosis.ts'
import { inlineCode, link, prose } from './escape.ts'
import { clamp } from './limits.ts'
import { momentText } from './words.ts'

/** Characters of a quote in the message; the modal shows more. */
const QUOTE_CHARACTERS = 220
const LOCATOR_CHARACTERS = 160

/** `R1 kubernetes, 2026-05-27 14:02:11 UTC: \`quote\` at \`locator\``. A receipt with a web address links it. */
export function receiptLine(receipt: Receipt, quoteCharacters: number = QUOTE_CHARACTERS): string {
  const quote = inlineCode(clamp(receipt.quote, quoteCharacters))
  const locator = inlineCode(clamp(receipt.locator, LOCATOR_CHARACTERS))
  const id = link(receipt.url, receipt.id)
  return `> *${id}* ${receipt.source}, ${momentText(receipt.at)}: ${quote} at ${locator}`
}

/** `prose (R1, R2)`. */
export function citedLine(statement: { readonly text: string; readonly receipts: readonly ReceiptId[] }): string {
  return `${prose(statement.text)} (${statement.receipts.join(', ')})`
}

/** The receipts that the statements cite, in order of first mention, each once. */
export function receiptsOf(
  statements: readonly { readonly receipts: readonly ReceiptId[] }[],
  receipts: readonly Receipt[],
): readonly Receipt[] {
  const ids = new Set(statements.flatMap((statement) => statement.receipts))
  const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]))
  return [...ids].flatMap((id) => byId.get(id) ?? [])
}
