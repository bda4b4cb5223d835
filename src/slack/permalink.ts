import type { WebClient } from '@slack/web-api'
import { slackFailureOf } from './clients.ts'

/** The web address of a message, or null when Slack does not give one (it was deleted, or Slack is not answering). */
export async function readPermalink(
  client: WebClient,
  at: { readonly channelId: string; readonly messageTs: string },
): Promise<string | null> {
  try {
    const { permalink } = await client.chat.getPermalink({ channel: at.channelId, message_ts: at.messageTs })
    return permalink !== undefined && /^https?:\/\/[^\s<>|]+$/.test(permalink) ? permalink : null
  } catch (cause) {
    if (slackFailureOf(cause) === null) throw cause
    return null
  }
}
