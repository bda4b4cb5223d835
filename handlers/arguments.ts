import type { ViewOutput } from '@slack/bolt'
import { z } from 'zod'
import type { Click, Lookup, Submission } from './ports.ts'

const context = z.object({ deliveryId: z.string(), receivedAt: z.date() })
const click = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  trigger_id: z.string().default(''),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }),
  actions: z.array(z.object({ value: z.string().max(2000) })).min(1),
})

/** A button press from Bolt's arguments. Throws `ZodError` for a payload that no button of ours sends. */
export function readClick(body: unknown, bolt: unknown): Click {
  const { team, user, trigger_id: triggerId, channel, message, actions } = click.parse(body)
  return {
    ...context.parse(bolt),
    teamId: team?.id ?? user.team_id ?? '',
    userId: user.id,
    channelId: channel.id,
    messageTs: message.ts,
    threadTs: message.thread_ts ?? null,
    value: actions[0]?.value ?? '',
    triggerId,
  }
}

type ViewAnswer = { readonly response_action: 'errors'; readonly errors: Record<string, string> }

/** A submitted form from Bolt's arguments; `ack` answers it. */
export function readSubmission(
  body: { readonly user: { readonly id: string }; readonly view: ViewOutput },
  bolt: unknown,
  ack: (answer?: ViewAnswer) => Promise<void>,
): Submission {
  return {
    ...context.parse(bolt),
    userId: body.user.id,
    view: body.view,
    accept: () => ack(),
    refuse: (errors) => ack({ response_action: 'errors', errors: { ...errors } }),
  }
}

const lookup = z.object({ value: z.string().max(500), view: z.object({ private_metadata: z.string() }) })

/** A search from Bolt's arguments. Throws `ZodError` for one that stands in no form of ours. */
export function readLookup(body: unknown, answer: Lookup['answer']): Lookup {
  const { value, view } = lookup.parse(body)
  return { text: value, metadata: view.private_metadata, answer }
}
