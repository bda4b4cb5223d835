import type { DigestRequest } from '../domain/digest.ts'
import type { DigestSummary } from '../evaluation/digest.ts'
import { loadWeeklyDigest } from '../evaluation/weekly-digest.ts'
import type { SlackClients } from '../slack/clients.ts'
import { buildDigestMessage } from '../slack/digest-message.ts'
import { readPermalink } from '../slack/permalink.ts'
import type { Poster } from '../slack/poster.ts'
import { answerKey } from '../slack/thread-voice.ts'
import type { Store } from '../store/port.ts'

export interface DigestParts {
  readonly store: Pick<Store, 'loadDigestItems' | 'findPost'>
  readonly poster: Poster
  readonly clients: Pick<SlackClients, 'messages'>
  readonly clock: () => Date
}

/** Posts a channel's last whole week, once per week and channel; every incident links its answer. Throws `slack_*`. */
export async function postWeeklyDigest(request: DigestRequest, parts: DigestParts): Promise<void> {
  const digest = await loadWeeklyDigest(parts.store, request, parts.clock())
  const links = await readLinks(digest.summary, parts)
  const message = buildDigestMessage(digest.summary, digest.week, (diagnosisId) => links.get(diagnosisId) ?? null)
  await parts.poster.post({ key: digest.postKey, channelId: request.channelId, threadTs: null, message })
}

async function readLinks(summary: DigestSummary, { store, clients }: DigestParts): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>()
  for (const { diagnosisId } of summary.items) {
    const post = await store.findPost(answerKey(diagnosisId))
    const link = post?.messageTs ? await readPermalink(clients.messages, { channelId: post.channelId, messageTs: post.messageTs }) : null
    if (link !== null) links.set(diagnosisId, link)
  }
  return links
}
