import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Delivery } from '../src/store/port.ts'

const eventBody = z.object({ type: z.literal('event_callback'), event_id: z.string() })
const clickBody = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  container: z.object({ message_ts: z.string().optional(), view_id: z.string().optional() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), action_ts: z.string() })).min(1),
})
const submissionBody = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: z.string() }),
  view: z.object({ id: z.string(), state: z.unknown() }),
})

/**
 * What kind of thing Slack sent, and an id that is the same whenever Slack sends it again: `event_id` for events, person,
 * message and moment for clicks, view and contents for submissions, the content's hash for anything else.
 */
export function identify(body: unknown): Pick<Delivery, 'id' | 'kind'> {
  const { id, kind } = namedBySlack(body)
  return { id: storableId(id), kind }
}

/** Characters of an id; Slack's own have eleven. A longer one would not fit into the index that finds it again. */
const MAX_ID_CHARACTERS = 300

/** The id itself when it is plain printable text, else the hash of it: the same id again, and one that every database and log takes. */
export function storableId(id: string): string {
  return id.length <= MAX_ID_CHARACTERS && /^[!-~]+$/.test(id) ? id : `hashed:${hashOf(id)}`
}

function namedBySlack(body: unknown): Pick<Delivery, 'id' | 'kind'> {
  const event = eventBody.safeParse(body).data
  if (event) return { id: event.event_id, kind: 'event' }
  const click = clickBody.safeParse(body).data
  if (click) {
    const { actions, container, user } = click
    const places = [user.id, container?.message_ts ?? container?.view_id ?? '', ...actions.flatMap((one) => [one.action_id, one.action_ts])]
    return { id: `click:${places.join(':')}`, kind: 'interaction' }
  }
  const submission = submissionBody.safeParse(body).data
  if (submission) return { id: `view:${submission.view.id}:${hashOf(submission.view.state).slice(0, 16)}`, kind: 'interaction' }
  const isCommand = z.object({ command: z.string() }).safeParse(body).success
  return { id: `${isCommand ? 'command' : 'other'}:${hashOf(body)}`, kind: isCommand ? 'command' : 'interaction' }
}

function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('hex')
}
