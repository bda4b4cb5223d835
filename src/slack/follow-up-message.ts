import type { Diagnosis, Receipt } from '../domain/diagnosis.ts'
import type { FollowUpAnswer } from '../domain/follow-up.ts'
import { context, section } from './blocks.ts'
import { prose } from './escape.ts'
import {
  clamp,
  clampLines,
  fitMessage,
  MAX_CONTEXT_CHARACTERS,
  MAX_SECTION_CHARACTERS,
  type DraftBlock,
  type SlackMessage,
} from './limits.ts'
import { citedLine, receiptLine, receiptsOf } from './receipt-lines.ts'
import { confidenceText } from './words.ts'

/** Characters of one line in the message; whole ones are stored. */
const LINE_CHARACTERS = 400
/** Receipts under one point. */
const RECEIPTS_PER_POINT = 2
/** Characters of a quote under a point: several points share the message. */
const QUOTE_CHARACTERS = 160
/** Points and notes leave a message that is too large from the end; the first line stays. */
const DROP = { points: 10, notes: 20 } as const

/** What stands in the thread while a model is asked. */
export const LOOKING: SlackMessage = { text: 'Looking at what was recorded…', blocks: [] }

/** The answer to a mention in the thread: one line first, then points, each with its receipts, then what else is to be said. Readable on a phone. */
export function buildFollowUpMessage(answer: FollowUpAnswer): SlackMessage {
  const lead = prose(clamp(answer.lead, LINE_CHARACTERS))
  const title = answer.kind === 'stated' && answer.diagnosis !== null ? [required(section('*After your statement*'))] : []
  return fitMessage(lead, [
    required(section(lead)),
    ...title,
    ...answer.points.map((point) => pointBlock(point, answer.receipts)),
    ...noteBlocks(answer.notes),
    required(context(footer(answer))),
  ])
}

function pointBlock(point: FollowUpAnswer['points'][number], receipts: readonly Receipt[]): DraftBlock {
  const shown = receiptsOf([point], receipts).slice(0, RECEIPTS_PER_POINT)
  const lines = [
    `• ${citedLine({ ...point, text: clamp(point.text, LINE_CHARACTERS) })}`,
    ...shown.map((receipt) => receiptLine(receipt, QUOTE_CHARACTERS)),
  ]
  return { block: section(clampLines(lines, MAX_SECTION_CHARACTERS)), dropOrder: DROP.points }
}

function noteBlocks(notes: readonly string[]): DraftBlock[] {
  if (notes.length === 0) return []
  const lines = notes.map((note) => prose(clamp(note, LINE_CHARACTERS)))
  return [{ block: context(clampLines(lines, MAX_CONTEXT_CHARACTERS)), dropOrder: DROP.notes }]
}

function footer({ diagnosis, model, stats }: FollowUpAnswer): string {
  const now = diagnosis === null ? '' : ` Now: ${causesText(diagnosis)}.`
  const cost = stats.costUsd === null ? 'cost unknown' : `${stats.costUsd.toFixed(4)} USD`
  const by =
    model === null ? 'evidence engine, no model used' : `${prose(model)}, ${stats.inputTokens + stats.outputTokens} tokens, ${cost}`
  return `Answered from the recorded evidence (${by}).${now}`
}

function causesText({ outcome, rootCauses }: Diagnosis): string {
  if (rootCauses.length === 0) return outcome.replace('_', ' ')
  return rootCauses
    .map(({ entity, confidenceWord, confidence }) => `${prose(entity)}, ${confidenceText(confidenceWord, confidence)}`)
    .join('; ')
}

function required(block: DraftBlock['block']): DraftBlock {
  return { block, dropOrder: 'required' }
}
