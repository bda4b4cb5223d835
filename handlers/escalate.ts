import { mention, prose } from '../src/slack/escape.ts'
import { momentText, sentence } from '../src/slack/words.ts'
import { AppError } from '../src/errors.ts'
import type { EscalateOutcome } from '../src/escalation/escalate.ts'
import { NOT_ALLOWED, NOT_MINE, noteTo } from './note-to.ts'
import type { Click, HandlerPorts } from './ports.ts'

/** Escalate, after Slack's own "are you sure": records it, posts the packet, shows both on the message. */
export async function onEscalate(ports: HandlerPorts, click: Click): Promise<void> {
  if (!ports.mayJudge(click.userId)) return noteTo(ports, click, NOT_ALLOWED)
  const answer = await ports.findAnswer({ diagnosisId: click.value, channelId: click.channelId, messageTs: click.messageTs })
  if (answer === null) return noteTo(ports, click, NOT_MINE)
  const told = await tryEscalate(ports, { ...answer, by: click.userId, at: click.receivedAt })
  await ports.refreshAnswer(click.value)
  if (told !== null) await noteTo(ports, click, told)
}

async function tryEscalate(ports: HandlerPorts, escalation: Parameters<HandlerPorts['escalate']>[0]): Promise<string | null> {
  try {
    return refusalText(await ports.escalate(escalation))
  } catch (cause) {
    // A channel we cannot reach needs a person; anything else is tried again from the queue.
    if (cause instanceof AppError && cause.code === 'slack_rejected')
      return `The escalation is recorded but not delivered. ${prose(sentence(cause.message))} ${prose(sentence(cause.remedy))}`
    throw cause
  }
}

function refusalText(outcome: EscalateOutcome): string | null {
  if (outcome.kind === 'no_target')
    return 'No escalation channel is configured, so nobody was called. Add one under escalation.targets in firstcause.yaml.'
  if (outcome.kind === 'already')
    return `${mention(outcome.first.by)} already escalated this (${momentText(outcome.first.at)}). Nothing changed.`
  return null
}
