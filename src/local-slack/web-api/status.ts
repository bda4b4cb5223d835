import { z } from 'zod'
import { setStatus, writableChannel } from '../messages.ts'
import { type Message, SlackRefusal } from '../model.ts'
import { BOT_USER_ID } from '../people.ts'
import type { Realm } from '../realm.ts'
import { method, structured } from './method.ts'

const MAX_LOADING_MESSAGES = 10
const MAX_SESSION_TITLE = 200
const MAX_REACTIONS_PER_MESSAGE = 23

const threadStatus = method({
  rate: 4,
  scopes: ['chat:write', 'assistant:write'],
  input: z.object({
    channel_id: z.string(),
    thread_ts: z.string(),
    status: z.string(),
    loading_messages: structured(z.array(z.string()).max(MAX_LOADING_MESSAGES), 'invalid_arguments').optional(),
  }),
  run(realm, input) {
    const channel = writableChannel(realm, input.channel_id)
    if (!realm.workspace.message(channel.id, input.thread_ts)) throw new SlackRefusal('thread_not_found')
    setStatus(realm, { channel: channel.id, threadTs: input.thread_ts, text: input.status })
    return {}
  },
})

const sessionStatus = method({
  rate: 3,
  scopes: ['chat:write'],
  input: z.object({
    channel_id: z.string(),
    thread_ts: z.string(),
    status: z.enum(['active', 'processing', 'suspended', 'closed']),
    title: z.string().max(MAX_SESSION_TITLE).optional(),
    initiator_user_id: z.string().optional(),
  }),
  run(realm, input) {
    const channel = writableChannel(realm, input.channel_id)
    if (!realm.workspace.message(channel.id, input.thread_ts)) throw new SlackRefusal('thread_not_found')
    return {}
  },
})

const reactionInput = z.object({
  channel: z.string(),
  timestamp: z.string(),
  name: z.string().regex(/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/, 'refuse:invalid_name'),
})

const addReaction = method({
  rate: 3,
  scopes: ['reactions:write'],
  input: reactionInput,
  run(realm, input) {
    react(realm, { ...input, user: BOT_USER_ID, isAdded: true })
    return {}
  },
})

const removeReaction = method({
  rate: 2,
  scopes: ['reactions:write'],
  input: reactionInput,
  run(realm, input) {
    react(realm, { ...input, user: BOT_USER_ID, isAdded: false })
    return {}
  },
})

/** Adds or removes one reaction of one user. Refuses with `already_reacted`, `no_reaction` or `too_many_emoji`. */
export function react(realm: Realm, input: { channel: string; timestamp: string; name: string; user: string; isAdded: boolean }): void {
  const channel = realm.workspace.channels.get(input.channel)
  if (!channel) throw new SlackRefusal('channel_not_found')
  const message = realm.workspace.message(channel.id, input.timestamp)
  if (!message || message.visibleTo !== undefined) throw new SlackRefusal('message_not_found')
  realm.workspace.putMessage(withReaction(message, input))
  const item = { type: 'message', channel: channel.id, ts: message.ts }
  const type = input.isAdded ? 'reaction_added' : 'reaction_removed'
  if (!channel.members.includes(BOT_USER_ID)) return
  realm.events.publish(type, {
    type,
    user: input.user,
    reaction: input.name,
    item,
    item_user: message.user,
    event_ts: realm.workspace.nextTs(),
  })
}

function withReaction(message: Message, input: { name: string; user: string; isAdded: boolean }): Message {
  const all = message.reactions ?? []
  const users = all.find((reaction) => reaction.name === input.name)?.users ?? []
  if (input.isAdded && users.includes(input.user)) throw new SlackRefusal('already_reacted')
  if (!input.isAdded && !users.includes(input.user)) throw new SlackRefusal('no_reaction')
  if (input.isAdded && users.length === 0 && all.length >= MAX_REACTIONS_PER_MESSAGE) throw new SlackRefusal('too_many_emoji')
  const next = input.isAdded ? [...users, input.user] : users.filter((user) => user !== input.user)
  const others = all.filter((reaction) => reaction.name !== input.name)
  return { ...message, reactions: next.length === 0 ? others : [...others, { name: input.name, users: next }] }
}

export const STATUS_METHODS = {
  'assistant.threads.setStatus': threadStatus,
  'agents.sessions.setStatus': sessionStatus,
  'reactions.add': addReaction,
  'reactions.remove': removeReaction,
}
