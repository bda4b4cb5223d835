import type { KnownBlock, ModalView } from '@slack/types'
import type { Diagnosis } from '../domain/diagnosis.ts'
import { maskedSentence } from '../domain/masked.ts'
import { ruledOutText } from './answer-sections.ts'
import { context, section } from './blocks.ts'
import { MAX_VIEW_BLOCKS } from './limits.ts'
import { receiptLine } from './receipt-lines.ts'
import { plainText } from './text-objects.ts'
import { WHY_TITLE, whyTexts } from './why-sections.ts'

/** Characters of one quote in the modal; a section takes 3,000 with everything around it. */
const QUOTE_CHARACTERS = 2200
const MAX_RULED_OUT_LINES = 100

/** What is shown at once while the store is asked: a trigger id lives three seconds, the database may take longer. */
export function buildLoadingModal(title: string): ModalView {
  return modal(title, [section('Loading …')])
}

/** A modal that says why there is nothing to show. `why` is ours, not untrusted text. */
export function buildRefusalModal(title: string, why: string): ModalView {
  return modal(title, [section(why)])
}

/** Every receipt with source, time, quote and where to find it again. */
export function buildReceiptsModal(diagnosis: Diagnosis): ModalView {
  const lines = diagnosis.receipts.map((receipt) =>
    section(`${receiptLine(receipt, QUOTE_CHARACTERS)}\n_${receipt.role}, ${receipt.evidenceId}_`),
  )
  const masked = maskedSentence(diagnosis.stats)
  const shown = lines.length > 0 ? lines : [section('This answer has no receipts, because it names no cause.')]
  // First, so that a long list does not cut it off.
  return modal('Receipts', masked === null ? shown : [context(`${masked}.`), ...shown])
}

/** Why the cause and not the rivals, each with what it lacked, and everything that was ruled out with the cause that explains it. */
export function buildRivalsModal(diagnosis: Diagnosis): ModalView {
  const parts = [...whyTexts(diagnosis), ruledOutText(diagnosis, MAX_RULED_OUT_LINES)].filter((text) => text !== '')
  return modal(WHY_TITLE, parts.length > 0 ? parts.map(section) : [section('No rival came close, and nothing had to be ruled out.')])
}

function modal(title: string, blocks: readonly KnownBlock[]): ModalView {
  const left = blocks.length - MAX_VIEW_BLOCKS
  const shown = left > 0 ? [...blocks.slice(0, MAX_VIEW_BLOCKS - 1), context(`… and ${left + 1} more, see the stored diagnosis.`)] : blocks
  return { type: 'modal', title: plainText(title), close: plainText('Close'), blocks: [...shown] }
}
