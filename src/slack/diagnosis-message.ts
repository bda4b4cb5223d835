import type { Diagnosis, RootCause } from '../domain/diagnosis.ts'
import { narrowingSentence } from '../domain/narrowing.ts'
import type { Recall } from '../domain/recall.ts'
import { alternativesText, notCheckedText, ruledOutText } from './answer-sections.ts'
import { answerFooter, answerStatus, type AnswerStatus } from './answer-status.ts'
import { answerButtons } from './answer-buttons.ts'
import { context, section } from './blocks.ts'
import { inlineCode, prose } from './escape.ts'
import {
  clamp,
  clampLines,
  fitMessage,
  MAX_CONTEXT_CHARACTERS,
  MAX_SECTION_CHARACTERS,
  type DraftBlock,
  type SlackMessage,
} from './limits.ts'
import { runbookText, seenBeforeText } from './recall-lines.ts'
import { citedLine, receiptLine, receiptsOf } from './receipt-lines.ts'
import { confidenceText, mechanismWords, momentText } from './words.ts'

/** What the answer message shows: the diagnosis under its stored id, and what people have done with it since. */
export interface Answer {
  readonly diagnosisId: string
  readonly diagnosis: Diagnosis
  readonly status: AnswerStatus
  readonly recall: Recall
}

/** Receipts under each cause in the message; the rest is one click away. */
const RECEIPTS_PER_CAUSE = 4
const STATEMENTS_PER_CAUSE = 3
const SUMMARY_CHARACTERS = 600
const MAX_NOTES = 3
const ENTITY_CHARACTERS = 300
const COMMAND_CHARACTERS = 600

/** The order in which parts leave a message that is too large; the cause, what was not checked and the buttons never do. */
const DROP = { runbook: 70, seenBefore: 60, rivals: 40, ruledOut: 50, action: 30, against: 20, moreReceipts: 10 } as const

/**
 * The answer in the thread. Its first line names entity, mechanism and confidence word (or that no cause was found), its
 * top-level text says the same. Every claim is followed by receipts; what was not checked has its own line.
 */
export function buildAnswerMessage(answer: Answer): SlackMessage {
  const { diagnosis } = answer
  return fitMessage(headline(diagnosis), [
    required(section(openingText(diagnosis))),
    ...diagnosis.rootCauses.flatMap((cause) => causeBlocks(cause, diagnosis)),
    ...noteBlocks(diagnosis),
    ...optional(DROP.rivals, alternativesText(diagnosis)),
    ...optional(DROP.ruledOut, ruledOutText(diagnosis)),
    ...optional(DROP.action, actionText(diagnosis)),
    ...hint(DROP.runbook, runbookText(answer.recall)),
    ...hint(DROP.seenBefore, seenBeforeText(answer.recall)),
    required(context(notCheckedText(diagnosis))),
    ...answerStatus(answer.status).map((line) => required(context(line))),
    required(context(answerFooter(diagnosis))),
    required(answerButtons(answer)),
  ])
}

/** The result in one sentence of plain text, for notifications and screen readers. */
function headline(diagnosis: Diagnosis): string {
  if (diagnosis.outcome === 'no_cause') return `No cause found in ${prose(diagnosis.environment)}: ${prose(firstReason(diagnosis))}`
  if (diagnosis.outcome === 'inconclusive') return `Inconclusive in ${prose(diagnosis.environment)}: ${prose(firstReason(diagnosis))}`
  return diagnosis.rootCauses.map((cause) => `${entityText(cause.entity)}: ${causeWords(cause)}`).join('; ')
}

function openingText(diagnosis: Diagnosis): string {
  const summary = prose(clamp(diagnosis.summary, SUMMARY_CHARACTERS))
  if (diagnosis.outcome === 'diagnosis') {
    const first = diagnosis.rootCauses.map((cause) => `*${entityText(cause.entity)}*: ${causeWords(cause)}`)
    return clampLines([...first, summary, onsetText(diagnosis)].filter(Boolean), MAX_SECTION_CHARACTERS)
  }
  const title = diagnosis.outcome === 'no_cause' ? '*No cause found*' : '*Inconclusive*: the evidence does not separate a cause'
  const reasons = diagnosis.reasons.map((reason) => `• ${prose(reason)}`)
  return clampLines([title, summary, ...reasons, onsetText(diagnosis)].filter(Boolean), MAX_SECTION_CHARACTERS)
}

/** What has to be said about how a cause was found: a model that gave no answer or another one, text that looked like an instruction. */
function noteBlocks({ outcome, reasons }: Diagnosis): DraftBlock[] {
  if (outcome !== 'diagnosis' || reasons.length === 0) return []
  const notes = reasons.slice(0, MAX_NOTES).map((reason) => prose(clamp(reason, SUMMARY_CHARACTERS)))
  const more = reasons.length > MAX_NOTES ? [`and ${reasons.length - MAX_NOTES} more`] : []
  return [required(context(clampLines([`*Note:* ${notes[0] ?? ''}`, ...notes.slice(1), ...more], MAX_CONTEXT_CHARACTERS)))]
}

function onsetText({ window }: Diagnosis): string {
  const onset = window.onset === null ? '' : `Degraded since ${momentText(window.onset)}.`
  return [onset, prose(narrowingSentence(window) ?? '')].filter(Boolean).join(' ')
}

function causeBlocks(cause: RootCause, diagnosis: Diagnosis): DraftBlock[] {
  const shown = cause.for.slice(0, STATEMENTS_PER_CAUSE)
  const receipts = receiptsOf(shown, diagnosis.receipts)
  const lines = [
    `*Why* ${entityText(cause.entity)}${cause.since === null ? '' : `, since ${momentText(cause.since)}`}`,
    ...shown.map((statement) => `• ${citedLine(statement)}`),
    ...pathLine(cause),
    ...receipts.slice(0, 1).map((receipt) => receiptLine(receipt)),
  ]
  const more = receipts.slice(1, RECEIPTS_PER_CAUSE).map((receipt) => receiptLine(receipt))
  const against = cause.against.map((statement) => `• ${citedLine(statement)}`)
  return [
    required(section(clampLines(lines, MAX_SECTION_CHARACTERS))),
    ...optional(DROP.moreReceipts, more.join('\n')),
    ...optional(DROP.against, against.length > 0 ? ['*Speaks against it*', ...against].join('\n') : ''),
  ]
}

function pathLine(cause: RootCause): string[] {
  return cause.propagation.length > 1 ? [`Path: ${cause.propagation.map(entityText).join(' → ')}`] : []
}

function actionText(diagnosis: Diagnosis): string {
  const lines = diagnosis.proposedActions.flatMap((action) => [
    `*Proposed: ${mechanismWords(action.kind)}* ${entityText(action.target)} (${action.receipts.join(', ')})`,
    ...commandLines(action),
    `Risk: ${prose(action.risk)} To undo: ${prose(action.rollback)}`,
  ])
  return lines.length === 0 ? '' : [...lines, 'Nothing runs by itself: a person does this.'].join('\n')
}

/** What to do in words, then the command. A command that is cut would be another command, so a long one is left to the command line. */
function commandLines({ what = '', command }: Diagnosis['proposedActions'][number]): string[] {
  const shown =
    command.length > COMMAND_CHARACTERS ? '_The command is too long for Slack; `investigate --json` has it._' : inlineCode(command)
  return [prose(what), shown].filter(Boolean)
}

function causeWords(cause: RootCause): string {
  return `${prose(mechanismWords(cause.mechanism))}, ${confidenceText(cause.confidenceWord, cause.confidence)}`
}

function entityText(entity: string): string {
  return prose(clamp(entity, ENTITY_CHARACTERS))
}

function firstReason(diagnosis: Diagnosis): string {
  return clamp(diagnosis.reasons[0] ?? diagnosis.summary, SUMMARY_CHARACTERS)
}

function required(block: DraftBlock['block']): DraftBlock {
  return { block, dropOrder: 'required' }
}

function hint(dropOrder: number, text: string): DraftBlock[] {
  return text === '' ? [] : [{ block: context(text), dropOrder }]
}

function optional(dropOrder: number, text: string): DraftBlock[] {
  return text === '' ? [] : [{ block: section(text), dropOrder }]
}
