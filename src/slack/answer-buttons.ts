import type { ActionsBlock, Button } from '@slack/types'
import type { Diagnosis } from '../domain/diagnosis.ts'
import type { AnswerStatus } from './answer-status.ts'
import { actions, button } from './blocks.ts'
import { ACTIONS } from './names.ts'
import { plainText } from './text-objects.ts'
import { WHY_TITLE } from './why-sections.ts'

/**
 * The buttons under an answer. Before the first verdict: Approve, Partly, Wrong; after it one Change button, so that a click on
 * an old copy of the message cannot overwrite a judgement. Escalate stays until it was delivered. Values are the diagnosis id.
 */
export function answerButtons(answer: {
  readonly diagnosisId: string
  readonly diagnosis: Diagnosis
  readonly status: AnswerStatus
}): ActionsBlock {
  const { diagnosisId: value, diagnosis, status } = answer
  const isJudged = status.verdicts.length > 0
  const isEscalated = status.escalations.some(({ isDelivered }) => isDelivered)
  const hasCandidates = diagnosis.rootCauses.length + diagnosis.alternatives.length + diagnosis.ruledOut.length > 0
  const edition = `${status.verdicts.length}-${status.escalations.filter(({ isDelivered }) => isDelivered).length}`
  return actions(`answer-${value}-${edition}`, [
    ...(isJudged ? [button('Change verdict', { action: ACTIONS.change, value })] : judgeButtons(value)),
    ...(isEscalated ? [] : [escalateButton(value)]),
    ...(diagnosis.receipts.length > 0 ? [button('Receipts', { action: ACTIONS.receipts, value })] : []),
    ...(hasCandidates ? [button(WHY_TITLE, { action: ACTIONS.rivals, value })] : []),
  ])
}

function judgeButtons(value: string): Button[] {
  return [
    button('Approve', { action: ACTIONS.approve, value, style: 'primary' }),
    button('Partly', { action: ACTIONS.partly, value }),
    button('Wrong', { action: ACTIONS.wrong, value }),
  ]
}

function escalateButton(value: string): Button {
  return {
    ...button('Escalate', { action: ACTIONS.escalate, value, style: 'danger' }),
    confirm: {
      title: plainText('Escalate this incident?'),
      text: plainText('The people in the escalation channel get the packet: timeline, candidates, receipts, next checks.'),
      confirm: plainText('Escalate'),
      deny: plainText('Not now'),
      style: 'danger',
    },
  }
}
