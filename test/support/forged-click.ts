import { createHmac, randomUUID } from 'node:crypto'
import type { TestWorld } from './firstcause.ts'
import type { SeenMessage } from './slack-user.ts'

export interface ForgedClick {
  readonly world: TestWorld
  readonly message: SeenMessage
  readonly action: string
  readonly value: string
  readonly user: string
  /** When it was pressed, in Slack's form; a new one for each click unless a test repeats one. */
  readonly actionTs?: string
  /** What it is signed with; Slack's own secret unless a test guesses. */
  readonly secret?: string
}

/** Sends a button press as Slack would over signed HTTP, with whatever value a test wants. Returns the HTTP status. */
export async function forgeClick(click: ForgedClick): Promise<number> {
  const { world, message, user } = click
  const payload = {
    type: 'block_actions',
    team: { id: 'T0FIRST0001', domain: 'harbour-goods' },
    user: { id: user, team_id: 'T0FIRST0001' },
    api_app_id: 'A0FIRST0001',
    trigger_id: `expired.${randomUUID()}`,
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
    channel: { id: message.channel, name: 'a-channel' },
    message: { ts: message.ts, thread_ts: message.thread_ts, text: message.text },
    actions: [
      {
        type: 'button',
        action_id: click.action,
        block_id: 'b',
        value: click.value,
        action_ts: click.actionTs ?? `${Date.now() / 1000}.${randomUUID()}`,
      },
    ],
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', click.secret ?? world.slack.signingSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex')
  const answer = await fetch(`http://127.0.0.1:${world.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  })
  return answer.status
}
