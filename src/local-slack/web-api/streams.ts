import { z } from 'zod'
import { checkBlocks } from '../blocks/check-blocks.ts'
import { changeMessage, postMessage, presentMessage, writableChannel } from '../messages.ts'
import { asText, type Block, type JsonObject, type Message, SlackRefusal } from '../model.ts'
import { BOT_USER_ID } from '../people.ts'
import type { Realm } from '../realm.ts'
import { ownMessage } from './chat.ts'
import { method, structured } from './method.ts'

const taskStatus = z.enum(['pending', 'in_progress', 'complete', 'error'])
const chunk = z.discriminatedUnion('type', [
  z.object({ type: z.literal('markdown_text'), text: z.string() }),
  z.object({
    type: z.literal('task_update'),
    id: z.string(),
    title: z.string(),
    status: taskStatus,
    details: z.string().optional(),
    output: z.string().optional(),
    sources: z.array(z.object({ type: z.literal('url'), url: z.string(), text: z.string() })).optional(),
  }),
  z.object({ type: z.literal('plan_update'), title: z.string() }),
  z.object({ type: z.literal('blocks'), blocks: z.array(z.unknown()) }),
])
type Chunk = z.infer<typeof chunk>
const chunks = structured(z.array(chunk), 'invalid_chunks')
const target = { channel: z.string(), ts: z.string() }
const written = { markdown_text: z.string().max(12_000).optional(), chunks: chunks.optional() }

const start = method({
  rate: 2,
  scopes: ['chat:write'],
  input: z.object({
    channel: z.string(),
    thread_ts: z.string(),
    recipient_user_id: z.string().optional(),
    recipient_team_id: z.string().optional(),
    task_display_mode: z.enum(['timeline', 'plan']).optional(),
    ...written,
  }),
  run(realm, input) {
    const channel = writableChannel(realm, input.channel)
    if (channel.kind !== 'im' && input.recipient_user_id === undefined) throw new SlackRefusal('missing_recipient_user_id')
    if (channel.kind !== 'im' && input.recipient_team_id === undefined) throw new SlackRefusal('missing_recipient_team_id')
    const streamingUntil = realm.clock().getTime() + realm.limits.streamMs
    const text = textOf(input)
    const draft = { channel, user: BOT_USER_ID, text, threadTs: input.thread_ts, blocks: grown(realm, [], input), streamingUntil }
    return { channel: channel.id, ts: postMessage(realm, draft).ts }
  },
})

const append = method({
  rate: 4,
  scopes: ['chat:write'],
  input: z.object({ ...target, ...written }),
  run(realm, input) {
    const before = streaming(realm, input)
    const after = { ...before, text: before.text + textOf(input), blocks: grown(realm, before.blocks ?? [], input) }
    changeMessage(realm, before, after)
    return { channel: before.channel, ts: before.ts }
  },
})

const stop = method({
  rate: 2,
  scopes: ['chat:write'],
  input: z.object({ ...target, ...written, blocks: structured(z.unknown(), 'invalid_blocks_format').optional() }),
  run(realm, input) {
    const { streamingUntil: _until, ...before } = streaming(realm, input)
    const last = input.blocks === undefined ? [] : checkBlocks(input.blocks, { surface: 'message', newId: realm.newId, realm })
    const after = { ...before, text: before.text + textOf(input), blocks: [...grown(realm, before.blocks ?? [], input), ...last] }
    changeMessage(realm, before, after)
    return { channel: before.channel, ts: before.ts, message: presentMessage(realm, after) }
  },
})

/** A stream that is over, or that Slack ended by itself after about five minutes, takes nothing more. */
function streaming(realm: Realm, input: { channel: string; ts: string }): Message {
  const message = ownMessage(realm, input, 'message_not_owned_by_app')
  if (message.streamingUntil === undefined || message.streamingUntil < realm.clock().getTime()) {
    throw new SlackRefusal('message_not_in_streaming_state')
  }
  return message
}

type Written = { markdown_text?: string | undefined; chunks?: readonly Chunk[] | undefined }

function textOf(input: Written): string {
  const fromChunks = (input.chunks ?? []).map((one) => (one.type === 'markdown_text' ? one.text : '')).join('')
  return (input.markdown_text ?? '') + fromChunks
}

/** The message's blocks after this call: text grows the last markdown block, tasks replace their card by id. */
function grown(realm: Realm, blocks: readonly Block[], input: Written): readonly Block[] {
  const all: Chunk[] = [
    ...(input.markdown_text === undefined ? [] : [{ type: 'markdown_text' as const, text: input.markdown_text }]),
    ...(input.chunks ?? []),
  ]
  const raw = all.reduce<readonly JsonObject[]>(withChunk, blocks)
  return checkBlocks(raw, { surface: 'message', newId: realm.newId, realm })
}

function withChunk(blocks: readonly JsonObject[], one: Chunk): readonly JsonObject[] {
  switch (one.type) {
    case 'markdown_text': {
      const last = blocks.at(-1)
      if (one.text === '') return blocks
      return last?.['type'] === 'markdown'
        ? [...blocks.slice(0, -1), { ...last, text: asText(last['text']) + one.text }]
        : [...blocks, { type: 'markdown', text: one.text }]
    }
    case 'task_update': {
      const card = taskCard(one)
      const isSame = (block: JsonObject) => block['task_id'] === one.id
      return blocks.some(isSame) ? blocks.map((block) => (isSame(block) ? card : block)) : [...blocks, card]
    }
    case 'plan_update':
      return [{ type: 'plan', title: one.title }, ...blocks.filter((block) => block['type'] !== 'plan')]
    case 'blocks':
      return [...blocks, ...(one.blocks as JsonObject[])]
  }
}

function taskCard(one: Extract<Chunk, { type: 'task_update' }>): JsonObject {
  const { id, title, status, details, output, sources } = one
  const rich = (text: string) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] })
  return {
    type: 'task_card',
    task_id: id,
    title,
    status,
    ...(details ? { details: rich(details) } : {}),
    ...(output ? { output: rich(output) } : {}),
    ...(sources ? { sources } : {}),
  }
}

export const STREAM_METHODS = { 'chat.startStream': start, 'chat.appendStream': append, 'chat.stopStream': stop }
