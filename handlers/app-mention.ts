import { z } from 'zod'
import type { MentionOutcome } from '../src/investigation/follow-up/receive-mention.ts'
import { prose } from '../src/slack/escape.ts'
import type { EventDelivery, HandlerPorts } from './ports.ts'
import { isStopWord, readableText } from './text.ts'

/** `user` is absent for messages of other apps, which never start anything. */
const mention = z.object({
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  channel: z.string(),
})

/** A mention asks for a run, or is about the one that its thread is about; a mention that only says stop ends what is at work there. */
export async function onAppMention(ports: HandlerPorts, delivery: EventDelivery): Promise<void> {
  const { user, bot_id: otherBot, text, ts, thread_ts: parentTs, channel } = mention.parse(delivery.event)
  if (user === undefined || otherBot !== undefined || user === ports.botUserId) return
  const thread = { teamId: delivery.teamId, channelId: channel, threadTs: parentTs ?? ts }
  const question = readableText(text, ports.botUserId)
  const note = (words: string) => ports.screen.note({ channelId: channel, userId: user, threadTs: parentTs ?? null }, words)
  if (isStopWord(question)) {
    const outcome = await ports.stopThread(thread, user)
    if (outcome !== 'requested') await note('Nothing is running in this thread.')
    return
  }
  const told = noteText(await ports.receive({ thread, askedTs: ts, question, by: user, at: delivery.receivedAt }))
  if (told !== null) await note(told)
}

function noteText(outcome: MentionOutcome): string | null {
  if (outcome.kind === 'waiting') return 'Kept; I take it up in this thread as soon as the run at work has ended.'
  if (outcome.kind === 'busy') return 'I am already at work in this thread. Say `stop` to end that run, or ask again when it has answered.'
  if (outcome.kind === 'not_configured') {
    return `I have no telemetry for #${prose(outcome.channelName)}. Somebody who runs firstcause can add the channel to firstcause.yaml.`
  }
  return null
}
