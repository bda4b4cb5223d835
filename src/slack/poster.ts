/* oxlint-disable unicorn/require-post-message-target-origin -- chat.postMessage is Slack's, not the browser's */
import type { WebClient } from '@slack/web-api'
import { AppError } from '../errors.ts'
import type { PostRow, Store } from '../store/port.ts'
import { AS_WRITTEN } from './as-written.ts'
import { slackFailureOf } from './clients.ts'
import { fallbacksOf, type SlackMessage } from './limits.ts'
import { findPostedTs } from './posted-lookup.ts'
import { POST_EVENT_TYPE } from './names.ts'
import { slackError } from './slack-error.ts'

/** A message we want in Slack exactly once. `threadTs` null posts into the channel itself. */
interface OutgoingMessage {
  readonly key: string
  readonly channelId: string
  readonly threadTs: string | null
  readonly message: SlackMessage
}

/** Where a message stands. `threadTs` differs from the one asked for when its parent was deleted and the thread was re-homed. */
interface PostedMessage {
  readonly channelId: string
  readonly messageTs: string
  readonly threadTs: string | null
}

export interface Poster {
  /**
   * Posts under a key, once: a message that an earlier attempt left unconfirmed is looked up in Slack and adopted. Throws
   * `slack_rejected` when Slack will never take it, `slack_failed` or `slack_rate_limited` when a later attempt may work.
   */
  post(message: OutgoingMessage): Promise<PostedMessage>
  /** Replaces a message. False when it no longer exists. Throws like `post`. */
  edit(at: { readonly channelId: string; readonly messageTs: string }, message: SlackMessage): Promise<boolean>
}

export interface PosterOptions {
  readonly client: WebClient
  readonly store: Pick<Store, 'findPost' | 'intendPost' | 'confirmPost'>
}

/** Attempts to get one message out when it is unclear whether Slack took it; each looks it up first. */
const MAX_ATTEMPTS = 3
const BLOCK_ERRORS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'invalid_attachments'])
const GONE = new Set(['thread_not_found', 'message_not_found', 'cant_update_message'])

export function createPoster(options: PosterOptions): Poster {
  // Two callers of one key in this process must not both find it unconfirmed; the second waits and gets the first one's answer.
  const underWay = new Map<string, Promise<PostedMessage>>()
  return {
    post(message) {
      const running = underWay.get(message.key)
      if (running) return running
      const posting = postOnce(message, options).finally(() => underWay.delete(message.key))
      underWay.set(message.key, posting)
      return posting
    },
    edit: (at, message) => edit(options.client, at, message),
  }
}

async function postOnce(message: OutgoingMessage, options: PosterOptions): Promise<PostedMessage> {
  const [threadTs, known] = await Promise.all([liveThread(message, options), options.store.findPost(message.key)])
  const row = known ?? (await options.store.intendPost({ key: message.key, channelId: message.channelId, threadTs }))
  const messageTs = row.messageTs ?? (await deliver({ ...message, threadTs }, { row, isFresh: known === null, ...options }))
  return { channelId: message.channelId, messageTs, threadTs }
}

interface Delivery extends PosterOptions {
  readonly row: PostRow
  readonly isFresh: boolean
}

async function deliver(message: OutgoingMessage, delivery: Delivery): Promise<string> {
  const { client, row, store } = delivery
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const mayBeThere = attempt > 1 || !delivery.isFresh
    const found = mayBeThere ? await lookUp(client, message) : null
    const messageTs = found ?? (await send(client, message))
    if (messageTs === null) continue
    await store.confirmPost(row.id, messageTs)
    return messageTs
  }
  throw new AppError('slack_failed', 'Slack did not say whether it took a message.', { remedy: 'It is looked up and tried again.' })
}

async function lookUp(client: WebClient, message: OutgoingMessage): Promise<string | null> {
  try {
    return await findPostedTs(client, message)
  } catch (cause) {
    throw slackError(cause, 'look for a message')
  }
}

/** The new message's ts, or null when Slack gave no clear answer. Tries simpler forms when the blocks are refused. */
async function send(client: WebClient, message: OutgoingMessage): Promise<string | null> {
  for (const form of fallbacksOf(message.message)) {
    try {
      const answer = await client.chat.postMessage({
        channel: message.channelId,
        text: form.text,
        blocks: [...form.blocks],
        ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
        metadata: { event_type: POST_EVENT_TYPE, event_payload: { key: message.key } },
        unfurl_links: false,
        unfurl_media: false,
        ...AS_WRITTEN,
      })
      return answer.ts ?? null
    } catch (cause) {
      const failure = slackFailureOf(cause)
      if (failure?.kind === 'unclear') return null
      if (failure?.kind !== 'refused' || !BLOCK_ERRORS.has(failure.code)) throw slackError(cause, 'post a message')
    }
  }
  throw new AppError('slack_rejected', 'Slack refused a message even as plain text.', { remedy: 'Report this as a defect of firstcause.' })
}

/**
 * The thread to post into. When its parent was deleted, Slack would post at top level without an error, so that is asked
 * first: one message in the channel takes the place of the parent, once, and the conversation goes on under it.
 */
async function liveThread(message: OutgoingMessage, options: PosterOptions): Promise<string | null> {
  if (message.threadTs === null) return null
  const key = `home:${message.channelId}:${message.threadTs}`
  const home = await options.store.findPost(key)
  if (home === null && (await hasParent(options.client, message.channelId, message.threadTs))) return message.threadTs
  const anchor = await postOnce({ key, channelId: message.channelId, threadTs: null, message: REHOMED }, options)
  return anchor.messageTs
}

const REHOMED: SlackMessage = {
  text: 'The message this thread hung on was deleted; the investigation goes on in this thread.',
  blocks: [],
}

async function hasParent(client: WebClient, channel: string, ts: string): Promise<boolean> {
  try {
    const answer = await client.conversations.replies({ channel, ts, limit: 1 })
    return (answer.messages ?? []).length > 0
  } catch (cause) {
    const failure = slackFailureOf(cause)
    if (failure?.kind === 'refused' && GONE.has(failure.code)) return false
    throw slackError(cause, 'look at a thread')
  }
}

async function edit(
  client: WebClient,
  at: { readonly channelId: string; readonly messageTs: string },
  message: SlackMessage,
): Promise<boolean> {
  for (const form of fallbacksOf(message)) {
    try {
      await client.chat.update({ channel: at.channelId, ts: at.messageTs, text: form.text, blocks: [...form.blocks], ...AS_WRITTEN })
      return true
    } catch (cause) {
      const failure = slackFailureOf(cause)
      if (failure?.kind === 'refused' && GONE.has(failure.code)) return false
      if (failure?.kind !== 'refused' || !BLOCK_ERRORS.has(failure.code)) throw slackError(cause, 'edit a message')
    }
  }
  throw new AppError('slack_rejected', 'Slack refused an edit even as plain text.', { remedy: 'Report this as a defect of firstcause.' })
}
