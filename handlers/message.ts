import { z } from 'zod'
import type { EventDelivery, HandlerPorts } from './ports.ts'
import { isStopWord } from './text.ts'

const message = z.object({
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  thread_ts: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
})

/**
 * People talking to each other: nothing happens, unless the bare word stop stands in a thread where a run is at work. Mentions
 * arrive here a second time and are left to their own handler. A direct message is told where investigations happen.
 */
export async function onMessage(ports: HandlerPorts, delivery: EventDelivery): Promise<void> {
  const { user, bot_id: bot, subtype, text, ts, thread_ts: threadTs, channel, channel_type: kind } = message.parse(delivery.event)
  if (user === undefined || bot !== undefined || subtype !== undefined || user === ports.botUserId) return
  if (kind === 'im') {
    const where = 'I investigate in incident channels: mention me there, in the channel or in a thread.'
    await ports.reply({ key: `direct:${channel}:${ts}`, channelId: channel, threadTs: threadTs ?? null, text: where })
    return
  }
  if (threadTs !== undefined && isStopWord(text)) await ports.stopThread({ teamId: delivery.teamId, channelId: channel, threadTs }, user)
}
