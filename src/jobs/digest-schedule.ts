import type { PgBoss } from 'pg-boss'
import { AppError } from '../errors.ts'

const QUEUE = 'digest'

export interface DigestSchedule {
  readonly channelId: string
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string
  /** IANA name, for example `Europe/Berlin`. */
  readonly timeZone: string
}

/**
 * Stores one schedule per channel, under the channel's id, and removes those of other channels. All processes share them: pg-boss makes
 * one job per due time whatever their number, and one for all due times that passed while no process ran.
 */
export async function scheduleDigests(boss: PgBoss, schedules: readonly DigestSchedule[]): Promise<void> {
  for (const { channelId, cron, timeZone } of schedules) {
    await boss.schedule(QUEUE, cron, { channelId, timeZone }, { tz: timeZone, missed: 'once', key: channelId }).catch((cause: unknown) => {
      throw new AppError('config_invalid', `the digest of ${channelId} cannot be scheduled: "${cron}" in "${timeZone}"`, {
        remedy: 'give five cron fields and a time zone such as Europe/Berlin',
        cause,
      })
    })
  }
  const stale = (await boss.getSchedules(QUEUE)).filter(({ key }) => schedules.every(({ channelId }) => channelId !== key))
  for (const { key } of stale) await boss.unschedule(QUEUE, key)
}
