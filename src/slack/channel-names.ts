import type { WebClient } from '@slack/web-api'
import { slackError } from './slack-error.ts'

/** How long a name is believed; a renamed channel is matched by its new name after that. */
const KNOWN_FOR_MS = 10 * 60_000
/** Names kept; far more channels than an app is a member of. */
const MAX_NAMES = 1000

/** Looks up channel names, remembering them for a while. The answer has no `#`; a channel without a name gives its id. Throws `slack_*`. */
export function createChannelNames(client: WebClient, clock: () => Date): (channelId: string) => Promise<string> {
  const known = new Map<string, { readonly name: string; readonly until: number }>()
  return async (channelId) => {
    const now = clock().getTime()
    const remembered = known.get(channelId)
    if (remembered && remembered.until > now) return remembered.name
    const name = await readName(client, channelId)
    if (known.size >= MAX_NAMES) known.clear()
    known.set(channelId, { name, until: now + KNOWN_FOR_MS })
    return name
  }
}

async function readName(client: WebClient, channel: string): Promise<string> {
  try {
    const answer = await client.conversations.info({ channel })
    return answer.channel?.name ?? channel
  } catch (cause) {
    throw slackError(cause, 'name a channel')
  }
}
