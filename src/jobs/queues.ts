/** How long one queue keeps trying, and when it gives up. All times in seconds. */
interface QueueLimits {
  /** Attempts after the first one; then the job goes to `abandoned`, or stays as failed. */
  readonly retryLimit: number
  /** First wait before a retry; it doubles each time, with some chance in it. */
  readonly retryDelaySeconds: number
  readonly retryDelayMaxSeconds: number
  /** Longest run of one attempt; its signal aborts then. */
  readonly expireInSeconds: number
  /** How long a finished job is kept. Ids of jobs that are gone can be used again, so callers also keep a unique row of their own. */
  readonly keepSeconds: number
  /** Jobs of this queue that one process works on at once. */
  readonly concurrency: number
  /** True when people must hear of a job that was given up. */
  readonly isMissed: boolean
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Every queue there is. Numbers without a reason beside them are round figures that nothing depends on. */
export const QUEUES = {
  // Slack's deliveries are answered by a person's patience: quick retries, for about ten minutes in all.
  'slack-delivery': {
    retryLimit: 8,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: 2 * MINUTE,
    expireInSeconds: 2 * MINUTE,
    keepSeconds: DAY,
    concurrency: 4,
    isMissed: true,
  },
  // Twice the longest wall time of a run (600 s): the run ends itself, this is for one that cannot. Two at once, because one may wait on slow
  // telemetry while the embedded engine uses a core.
  investigation: {
    retryLimit: 5,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: MINUTE,
    expireInSeconds: 20 * MINUTE,
    keepSeconds: 7 * DAY,
    concurrency: 2,
    isMissed: true,
  },
  // Somebody waits in a thread. An answer makes a handful of reads at most and a short exchange with a model; a repeat begins it anew.
  'follow-up': {
    retryLimit: 5,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: MINUTE,
    expireInSeconds: 5 * MINUTE,
    keepSeconds: 7 * DAY,
    concurrency: 2,
    isMissed: true,
  },
  // A digest an hour late is still a digest.
  digest: {
    retryLimit: 10,
    retryDelaySeconds: 10,
    retryDelayMaxSeconds: HOUR,
    expireInSeconds: 5 * MINUTE,
    keepSeconds: 30 * DAY,
    concurrency: 1,
    isMissed: false,
  },
  // Jobs whose attempts are used up, so that somebody is told.
  abandoned: {
    retryLimit: 10,
    retryDelaySeconds: 5,
    retryDelayMaxSeconds: HOUR,
    expireInSeconds: 2 * MINUTE,
    keepSeconds: 30 * DAY,
    concurrency: 1,
    isMissed: false,
  },
} as const satisfies Record<string, QueueLimits>

export type QueueName = keyof typeof QUEUES
export const QUEUE_NAMES = Object.keys(QUEUES) as readonly QueueName[]

/** pg-boss' least: a job without a sign of life for this long is taken from its worker and tried again, by whichever process. */
const HEARTBEAT_SECONDS = 10

/**
 * A queue's limits in pg-boss' words. Heartbeats are for databases with several processes: where there is one, a job can only be lost with it, and
 * a busy moment of the embedded engine would look like a death.
 */
export function queueOptions(name: QueueName, hasOtherProcesses: boolean) {
  const limits: QueueLimits = QUEUES[name]
  return {
    retryLimit: limits.retryLimit,
    retryDelay: limits.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: limits.retryDelayMaxSeconds,
    expireInSeconds: limits.expireInSeconds,
    deleteAfterSeconds: limits.keepSeconds,
    notify: true,
    ...(hasOtherProcesses ? { heartbeatSeconds: HEARTBEAT_SECONDS } : {}),
    ...(limits.isMissed ? { deadLetter: 'abandoned' } : {}),
  }
}
