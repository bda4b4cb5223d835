import type { PgBoss } from 'pg-boss'
import { QUEUE_NAMES } from './queues.ts'

/**
 * Makes jobs that were being worked on when the process died runnable at once, instead of when their heartbeat is missed. Only for a
 * database that this process alone can have open. Returns how many. An attempt is used up, so that a job that kills the process ends.
 */
export async function takeOverActiveJobs(boss: PgBoss): Promise<number> {
  const counts = await Promise.all(QUEUE_NAMES.map((queue) => takeOverQueue(boss, queue)))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function takeOverQueue(boss: PgBoss, queue: string): Promise<number> {
  const active = (await boss.findJobs(queue)).filter((job) => job.state === 'active')
  for (const { id } of active) {
    // One statement: dying here leaves the job either as it was or waiting for its next attempt.
    await boss.fail(queue, id, { message: 'the process that worked on it ended' })
    // The wait before a retry is for jobs that failed; this one did not. Nothing happens when its attempts were used up.
    await boss.update(queue, undefined, { id, startAfter: 0 })
  }
  return active.length
}
