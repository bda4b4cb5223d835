import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { POST_EVENT_TYPE } from './names.ts'

/** Messages on one page and pages looked at; a message posted moments before a crash is among the newest. */
const PAGE_MESSAGES = 200
const MAX_PAGES = 5

const posted = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.literal(POST_EVENT_TYPE), event_payload: z.object({ key: z.string() }) }),
})

/**
 * Finds a message of ours by the key in its metadata, in its thread or (without thread) in the channel's history. Null when it
 * is not among the newest `PAGE_MESSAGES * MAX_PAGES` messages. Throws what the client throws.
 */
export async function findPostedTs(
  client: WebClient,
  message: { readonly key: string; readonly channelId: string; readonly threadTs: string | null },
): Promise<string | null> {
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await readPage(client, message, cursor)
    const found = (answer.messages ?? []).find((candidate) => posted.safeParse(candidate).data?.metadata.event_payload.key === message.key)
    if (found?.ts !== undefined) return found.ts
    cursor = answer.response_metadata?.next_cursor
    if (!cursor) return null
  }
  return null
}

function readPage(
  client: WebClient,
  message: { readonly channelId: string; readonly threadTs: string | null },
  cursor: string | undefined,
) {
  const shared = { channel: message.channelId, limit: PAGE_MESSAGES, include_all_metadata: true, ...(cursor ? { cursor } : {}) }
  return message.threadTs === null
    ? client.conversations.history(shared)
    : client.conversations.replies({ ...shared, ts: message.threadTs })
}
