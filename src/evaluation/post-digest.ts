import type { Store } from '../store/port.ts'
import { digestWindow, isoWeek, summariseWeek, type DigestSummary } from './digest.ts'

export interface DigestPorts {
  readonly store: Pick<Store, 'loadDigestItems'>
  readonly clock: () => Date
  /** Posts it once under its key. Throws `slack_*`. */
  readonly post: (digest: {
    readonly key: string
    readonly channelId: string
    readonly week: string
    readonly summary: DigestSummary
  }) => Promise<void>
}

/** Posts a channel's week. The key is channel and ISO week, so however often and by whomever it is asked, it appears once. */
export async function postDigest(digest: { readonly channelId: string; readonly timeZone: string }, ports: DigestPorts): Promise<void> {
  const at = ports.clock()
  const window = digestWindow(at)
  const week = isoWeek(at, digest.timeZone)
  const summary = summariseWeek(await ports.store.loadDigestItems(digest.channelId, window), window)
  await ports.post({ key: `digest:${digest.channelId}:${week}`, channelId: digest.channelId, week, summary })
}
