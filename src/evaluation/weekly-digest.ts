import type { DigestRequest } from '../domain/digest.ts'
import type { Store } from '../store/port.ts'
import { summariseWeek, type DigestSummary } from './digest.ts'
import { completedWeek } from './iso-week.ts'

export interface WeeklyDigest {
  readonly channelId: string
  /** For example `2026-W47`. */
  readonly week: string
  readonly summary: DigestSummary
  /** Of the post that shows it: once per week and channel, however often the job runs and on however many replicas. */
  readonly postKey: string
}

/** The digest of the last whole week, Monday to Monday in the channel's time zone, so that every incident is counted in exactly one. */
export async function loadWeeklyDigest(
  store: Pick<Store, 'loadDigestItems'>,
  { channelId, timeZone }: DigestRequest,
  at: Date,
): Promise<WeeklyDigest> {
  const { week, window } = completedWeek(at, timeZone)
  const summary = summariseWeek(await store.loadDigestItems(channelId, window), window)
  return { channelId, week, summary, postKey: `digest:${channelId}:${week}` }
}
