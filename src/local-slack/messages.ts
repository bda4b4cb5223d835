import { isAfter } from './order.ts'
import { APP_ID, BOT_ID, BOT_USER_ID, TEAM } from './people.ts'
import { type Block, type Channel, type JsonObject, type Message, SlackRefusal } from './model.ts'
import type { Realm } from './realm.ts'

/** Slack cuts text off here without an error. */
export const MAX_TEXT_CHARACTERS = 40_000

export interface Draft {
  readonly channel: Channel
  readonly user: string
  readonly text: string
  readonly threadTs?: string | undefined
  readonly broadcast?: boolean | undefined
  readonly blocks?: readonly Block[] | undefined
  readonly metadata?: JsonObject | undefined
  readonly files?: readonly string[] | undefined
  readonly streamingUntil?: number | undefined
}

/**
 * Puts a new message into a channel and tells the app about it. A reply to a parent that is gone becomes a message
 * of the channel, without an error: Slack does the same, and the answer lacks `thread_ts`.
 */
export function postMessage(realm: Realm, draft: Draft): Message {
  const parent = draft.threadTs === undefined ? undefined : realm.workspace.message(draft.channel.id, draft.threadTs)
  const threadTs = parent?.thread_ts ?? parent?.ts
  const message: Message = {
    channel: draft.channel.id,
    ts: realm.workspace.nextTs(),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(threadTs !== undefined && draft.broadcast === true ? { subtype: 'thread_broadcast' as const } : {}),
    user: draft.user,
    ...(draft.user === BOT_USER_ID ? { bot_id: BOT_ID } : { client_msg_id: realm.newId() }),
    text: draft.text.slice(0, MAX_TEXT_CHARACTERS),
    ...(draft.blocks && draft.blocks.length > 0 ? { blocks: draft.blocks } : {}),
    ...(draft.metadata ? { metadata: draft.metadata } : {}),
    ...(draft.files && draft.files.length > 0 ? { files: draft.files } : {}),
    ...(draft.streamingUntil === undefined ? {} : { streamingUntil: draft.streamingUntil }),
  }
  realm.workspace.putMessage(message)
  if (draft.user === BOT_USER_ID && threadTs !== undefined) setStatus(realm, { channel: draft.channel.id, threadTs, text: '' })
  publish(realm, draft.channel, presentMessage(realm, message))
  publishMention(realm, draft.channel, message)
  return message
}

/** Replaces a message and tells the app (`message_changed`). */
export function changeMessage(realm: Realm, before: Message, after: Message): void {
  realm.workspace.putMessage(after)
  const channel = realm.workspace.channels.get(after.channel)
  if (!channel || after.visibleTo !== undefined) return
  publish(realm, channel, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    ts: realm.workspace.nextTs(),
    message: presentMessage(realm, after),
    previous_message: presentMessage(realm, before),
  })
}

/** Deletes a message and tells the app (`message_deleted`). */
export function deleteMessage(realm: Realm, message: Message): void {
  if (message.visibleTo !== undefined) return realm.workspace.deleteEphemeral(message)
  realm.workspace.deleteMessage(message)
  const channel = realm.workspace.channels.get(message.channel)
  if (!channel) return
  publish(realm, channel, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    ts: realm.workspace.nextTs(),
    deleted_ts: message.ts,
    previous_message: presentMessage(realm, message),
  })
}

/** The message as Slack returns it. Metadata is left out unless it was asked for. */
export function presentMessage(realm: Realm, message: Message, options: { withMetadata?: boolean } = {}): JsonObject {
  const { channel: _channel, visibleTo: _visibleTo, streamingUntil: _until, metadata, files, ...shown } = message
  const isBot = message.bot_id !== undefined
  return {
    type: 'message',
    ...(shown as unknown as JsonObject),
    ...(isBot ? { app_id: APP_ID, bot_profile: botProfile(realm) } : {}),
    team: TEAM.id,
    ...(metadata && options.withMetadata === true ? { metadata } : {}),
    ...(files ? { files: files.map((id) => ({ id })) } : {}),
    ...threadFields(realm, message),
  }
}

function botProfile(realm: Realm): JsonObject {
  return {
    id: BOT_ID,
    app_id: APP_ID,
    user_id: BOT_USER_ID,
    name: realm.manifest.display_information.name,
    team_id: TEAM.id,
    deleted: false,
  }
}

function threadFields(realm: Realm, message: Message): JsonObject {
  if (message.thread_ts !== undefined && message.thread_ts !== message.ts) {
    const parent = realm.workspace.message(message.channel, message.thread_ts)
    return parent ? { parent_user_id: parent.user } : {}
  }
  const replies = realm.workspace.thread(message.channel, message.ts).filter((reply) => reply.ts !== message.ts)
  const last = replies.at(-1)
  if (!last) return {}
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: [...new Set(replies.map((reply) => reply.user))],
    reply_users_count: new Set(replies.map((reply) => reply.user)).size,
    latest_reply: last.ts,
  }
}

/** Sends a message event to the app when it is a member of the channel and subscribed to that kind of channel. */
function publish(realm: Realm, channel: Channel, event: JsonObject): void {
  if (!channel.members.includes(BOT_USER_ID)) return
  const kind = { public: 'channels', private: 'groups', im: 'im' }[channel.kind]
  const type = { public: 'channel', private: 'group', im: 'im' }[channel.kind]
  realm.events.publish(`message.${kind}`, { ...event, channel: channel.id, channel_type: type, event_ts: event['ts'] })
}

function publishMention(realm: Realm, channel: Channel, message: Message): void {
  const isMention = message.text.includes(`<@${BOT_USER_ID}>`)
  if (!isMention || channel.kind === 'im' || message.user === BOT_USER_ID) return
  if (!channel.members.includes(BOT_USER_ID)) return
  const { type: _type, ...shown } = presentMessage(realm, message)
  realm.events.publish('app_mention', { ...shown, type: 'app_mention', channel: channel.id, event_ts: message.ts })
}

/** The channel an app may write to: `channel_not_found` or `not_in_channel` otherwise. A user id means the conversation with that person. */
export function writableChannel(realm: Realm, reference: string): Channel {
  const channel = realm.workspace.user(reference) ? openDirect(realm, reference) : realm.workspace.channel(reference)
  if (!channel) throw new SlackRefusal('channel_not_found')
  const mayWriteAnyway = channel.kind === 'public' && grantedScopes(realm).includes('chat:write.public')
  if (!channel.members.includes(BOT_USER_ID) && !mayWriteAnyway) throw new SlackRefusal('not_in_channel')
  return channel
}

/** The direct conversation of a person with the bot, opened when there is none yet. */
export function openDirect(realm: Realm, userId: string): Channel {
  const id = `D${userId.slice(1)}`
  const existing = realm.workspace.channels.get(id)
  if (existing) return existing
  const created = Math.floor(realm.clock().getTime() / 1000)
  const channel: Channel = { id, name: '', kind: 'im', topic: '', members: [userId, BOT_USER_ID], created }
  realm.workspace.putChannel(channel)
  return channel
}

/** Bot scopes that the manifest asks for; the local workspace grants them all. */
export function grantedScopes(realm: Realm): readonly string[] {
  const { bot = [], bot_optional: optional = [] } = realm.manifest.oauth_config.scopes
  return [...bot, ...optional]
}

/** Shows a thread's status line, or takes it away when `text` is empty. */
export function setStatus(realm: Realm, status: { channel: string; threadTs: string; text: string }): void {
  const key = `${status.channel} ${status.threadTs}`
  if (status.text === '' && !realm.workspace.statuses.has(key)) return
  if (status.text === '') realm.workspace.statuses.delete(key)
  else realm.workspace.statuses.set(key, { text: status.text, until: realm.clock().getTime() + realm.limits.statusMs })
  realm.workspace.tell({ kind: 'status', channel: status.channel, threadTs: status.threadTs, status: status.text })
}

/** Messages of the channel itself (replies only when they were broadcast), oldest first. */
export function channelMessages(realm: Realm, channel: string): readonly Message[] {
  return realm.workspace
    .messages(channel)
    .filter((message) => message.thread_ts === undefined || message.thread_ts === message.ts || message.subtype === 'thread_broadcast')
    .sort((a, b) => (isAfter(a.ts, b.ts) ? 1 : -1))
}
