import { z } from 'zod'
import { checkBlocks } from '../blocks/check-blocks.ts'
import { changeMessage, deleteMessage, MAX_TEXT_CHARACTERS, postMessage, presentMessage, writableChannel } from '../messages.ts'
import { type Block, type JsonObject, type Message, SlackRefusal } from '../model.ts'
import { BOT_ID, BOT_USER_ID } from '../people.ts'
import type { Realm } from '../realm.ts'
import { flag, method, structured } from './method.ts'

/** `markdown_text` is refused beyond this, and beside text or blocks. */
const MAX_MARKDOWN_CHARACTERS = 12_000

const metadata = structured(
  z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.json()) }).loose(),
  'invalid_metadata_format',
)
const blocks = structured(z.unknown(), 'invalid_blocks_format')

const content = {
  text: z.string().optional(),
  markdown_text: z.string().optional(),
  blocks: blocks.optional(),
  attachments: structured(z.array(z.unknown()), 'invalid_attachments').optional(),
  metadata: metadata.optional(),
}

type Content = z.infer<z.ZodObject<typeof content>>

/** Text, checked blocks and metadata of a message to write. Refuses an empty one with `no_text`. */
function readContent(realm: Realm, input: Content): { text: string; blocks: readonly Block[] | undefined; metadata?: JsonObject } {
  if (input.markdown_text !== undefined) return readMarkdown(realm, input)
  const checked = input.blocks === undefined ? undefined : checkBlocks(input.blocks, { surface: 'message', newId: realm.newId, realm })
  const text = input.text ?? ''
  if (text === '' && (checked === undefined || checked.length === 0)) throw new SlackRefusal('no_text')
  return {
    text: text.slice(0, MAX_TEXT_CHARACTERS),
    blocks: checked,
    ...(input.metadata ? { metadata: input.metadata as JsonObject } : {}),
  }
}

function readMarkdown(realm: Realm, input: Content): { text: string; blocks: readonly Block[] } {
  if (input.text !== undefined || input.blocks !== undefined) throw new SlackRefusal('markdown_text_conflict')
  const text = input.markdown_text ?? ''
  if (text.length > MAX_MARKDOWN_CHARACTERS) throw new SlackRefusal('msg_too_long')
  return { text, blocks: checkBlocks([{ type: 'markdown', text }], { surface: 'message', newId: realm.newId, realm }) }
}

const postMessageMethod = method({
  rate: 'post',
  scopes: ['chat:write'],
  input: z.object({
    channel: z.string(),
    thread_ts: z.string().optional(),
    reply_broadcast: flag.optional(),
    ...content,
  }),
  run(realm, input) {
    const channel = writableChannel(realm, input.channel)
    const draft = { channel, user: BOT_USER_ID, threadTs: input.thread_ts, broadcast: input.reply_broadcast, ...readContent(realm, input) }
    const message = postMessage(realm, draft)
    return { channel: channel.id, ts: message.ts, message: presentMessage(realm, message, { withMetadata: true }) }
  },
})

const updateMethod = method({
  rate: 3,
  scopes: ['chat:write'],
  input: z.object({
    channel: z.string(),
    ts: z.string(),
    file_ids: structured(z.array(z.string()), 'invalid_arguments').optional(),
    ...content,
  }),
  run(realm, input) {
    const before = ownMessage(realm, input, 'cant_update_message')
    const next = readContent(realm, input)
    const { blocks: _blocks, edited: _edited, streamingUntil: _streaming, ...rest } = before
    // Text without blocks takes the blocks away and marks the message as edited; with blocks there is no mark.
    const edited = next.blocks ? {} : { edited: { user: BOT_USER_ID, ts: realm.workspace.nextTs() } }
    const message: Message = {
      ...rest,
      ...edited,
      text: next.text,
      ...(next.blocks ? { blocks: next.blocks } : {}),
      ...(next.metadata ? { metadata: next.metadata } : {}),
    }
    changeMessage(realm, before, message)
    return { channel: message.channel, ts: message.ts, text: message.text, message: presentMessage(realm, message, { withMetadata: true }) }
  },
})

const deleteMethod = method({
  rate: 3,
  scopes: ['chat:write'],
  input: z.object({ channel: z.string(), ts: z.string() }),
  run(realm, input) {
    const message = ownMessage(realm, input, 'cant_delete_message')
    deleteMessage(realm, message)
    return { channel: message.channel, ts: message.ts }
  },
})

const postEphemeralMethod = method({
  rate: 4,
  scopes: ['chat:write'],
  input: z.object({ channel: z.string(), user: z.string(), thread_ts: z.string().optional(), ...content }),
  run(realm, input) {
    const channel = writableChannel(realm, input.channel)
    if (!channel.members.includes(input.user)) throw new SlackRefusal('user_not_in_channel')
    const message = showEphemeral(realm, {
      channel: channel.id,
      userId: input.user,
      threadTs: input.thread_ts ?? null,
      ...readContent(realm, input),
    })
    return { message_ts: message.ts }
  },
})

const permalinkMethod = method({
  rate: 'none',
  input: z.object({ channel: z.string(), message_ts: z.string() }),
  run(realm, input) {
    const channel = realm.workspace.channel(input.channel)
    if (!channel) throw new SlackRefusal('channel_not_found')
    const message = realm.workspace.message(channel.id, input.message_ts)
    if (!message) throw new SlackRefusal('message_not_found')
    const thread = message.thread_ts === undefined ? '' : `&thread=${message.thread_ts}`
    return { channel: channel.id, permalink: `${realm.baseUrl}?channel=${channel.id}${thread}#m-${message.ts}` }
  },
})

/** Shows a message to one person. It is in no history, and gone after a restart, as in Slack. */
export function showEphemeral(
  realm: Realm,
  note: { channel: string; userId: string; threadTs: string | null; text: string; blocks?: readonly Block[] | undefined },
): Message {
  const message: Message = {
    channel: note.channel,
    ts: realm.workspace.nextTs(),
    ...(note.threadTs === null ? {} : { thread_ts: note.threadTs }),
    user: BOT_USER_ID,
    bot_id: BOT_ID,
    text: note.text,
    ...(note.blocks ? { blocks: note.blocks } : {}),
    visibleTo: note.userId,
  }
  realm.workspace.putMessage(message)
  return message
}

/** A message that this app wrote; other people's cannot be changed by it. */
export function ownMessage(realm: Realm, input: { channel: string; ts: string }, otherwise: string): Message {
  const channel = realm.workspace.channel(input.channel)
  if (!channel) throw new SlackRefusal('channel_not_found')
  const message = realm.workspace.message(channel.id, input.ts)
  if (!message || message.visibleTo !== undefined || message.subtype === 'tombstone') throw new SlackRefusal('message_not_found')
  if (message.user !== BOT_USER_ID) throw new SlackRefusal(otherwise)
  return message
}

export const CHAT_METHODS = {
  'chat.postMessage': postMessageMethod,
  'chat.update': updateMethod,
  'chat.delete': deleteMethod,
  'chat.postEphemeral': postEphemeralMethod,
  'chat.getPermalink': permalinkMethod,
}
