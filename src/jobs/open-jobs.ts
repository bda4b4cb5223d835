import { fromPrisma, PgBoss, type ConstructorOptions, type JobWithMetadata } from 'pg-boss'
import { AppError } from '../errors.ts'
import type { StoreConnection } from '../store/open-store.ts'
import type { Enqueue } from '../store/port.ts'
import { scheduleDigests, type DigestSchedule } from './digest-schedule.ts'
import { jobId } from './job-id.ts'
import { QUEUE_NAMES, queueOptions, QUEUES, type QueueName } from './queues.ts'
import { sharedPool } from './shared-pool.ts'
import { takeOverActiveJobs } from './take-over.ts'

/** pg-boss' own connections to a server, beside the store's. */
const SERVER_POOL_SIZE = 5
/** How often missed heartbeats are looked for; with the 10 s heartbeat a killed run goes on about 12 s later. */
const SUPERVISE_SECONDS = 2
/** Notifications wake a worker within milliseconds; retries and deferred jobs wait for this poll. */
const POLL_SECONDS = 1
/** Longest wait for jobs in hand at a stop; what is not done by then is tried again at the next start. */
const STOP_TIMEOUT_MS = 10_000

export interface Job {
  /** What `enqueue` was given. Parse it before use: it may come from another version of the program. */
  readonly data: unknown
  /** 0 for the first attempt. */
  readonly attempt: number
  /** Aborts when the attempt takes too long, another process has taken it over, or `stop` was called; the job is then tried again later. */
  readonly signal: AbortSignal
  /** For a job in `abandoned`: the queue whose attempts were used up; otherwise null. */
  readonly abandonedBy: QueueName | null
}

interface QueueDepth {
  readonly queue: QueueName
  readonly ready: number
  readonly active: number
  readonly failed: number
}

export interface Jobs {
  /** Stores and sends nothing by itself: the job comes to be when the transaction commits. A known key sends nothing. */
  readonly enqueue: Enqueue
  /** Starts working on a queue. A handler that rejects is tried again; it must bear running twice. */
  work(queue: QueueName, handler: (job: Job) => Promise<void>): Promise<void>
  /** Makes these the digest schedules of the database: others are removed. Throws `config_invalid` naming the channel. */
  scheduleDigests(schedules: readonly DigestSchedule[]): Promise<void>
  /** As of the last count, at most a minute old. */
  depths(): Promise<readonly QueueDepth[]>
  /** Takes no new jobs, aborts the signals of those in hand and waits for them, 10 s at most. Before the store closes. */
  stop(): Promise<void>
}

export interface OpenJobsOptions {
  readonly connection: StoreConnection
  readonly warn: (message: string, details: Readonly<Record<string, unknown>>) => void
}

/** Opens the queues in the store's database. Throws `store_failed` when they cannot be made. */
export async function openJobs({ connection, warn }: OpenJobsOptions): Promise<Jobs> {
  const boss = new PgBoss(bossOptions(connection))
  const stopping = new AbortController()
  boss.on('error', (error) => warn('the job queue failed', { cause: error.message }))
  boss.on('warning', (warning) => warn('the job queue warns', { cause: warning.message }))
  try {
    await boss.start()
    await createQueues(boss, connection)
    if (connection.kind === 'embedded') await takeOverActiveJobs(boss)
  } catch (cause) {
    throw new AppError('store_failed', 'the job queues cannot be opened', {
      remedy: 'check that the database user may create the schema "pgboss"',
      cause,
    })
  }
  return {
    enqueue: (tx, job) => enqueue(boss, tx, job),
    work: (queue, handler) => work(boss, queue, (job) => handler({ ...job, signal: AbortSignal.any([job.signal, stopping.signal]) })),
    scheduleDigests: (schedules) => scheduleDigests(boss, schedules),
    depths: () => loadDepths(boss),
    async stop() {
      stopping.abort()
      await stopWorkers(boss)
      await boss.stop({ graceful: false })
    },
  }
}

function bossOptions(connection: StoreConnection): ConstructorOptions {
  if (connection.kind === 'embedded') return { db: sharedPool(connection.pool), backend: 'pglite', useListenNotify: true }
  return {
    connectionString: connection.url,
    max: SERVER_POOL_SIZE,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  }
}

async function createQueues(boss: PgBoss, { kind }: StoreConnection): Promise<void> {
  // `abandoned` first: the others name it.
  for (const name of [...QUEUE_NAMES].sort((a, b) => Number(b === 'abandoned') - Number(a === 'abandoned'))) {
    const options = queueOptions(name, kind === 'server')
    await boss.createQueue(name, options)
    // A queue that an earlier version made keeps that version's limits.
    await boss.updateQueue(name, options)
    // pg-boss reads a queue it has not used yet through its own connection; inside a transaction on the embedded database that would wait for itself.
    await boss.findJobs(name, { id: jobId(name, '') })
  }
}

async function enqueue(boss: PgBoss, tx: unknown, { queue, key, data }: Parameters<Enqueue>[1]): Promise<void> {
  await boss.send(queue, data, { id: jobId(queue, key), db: fromPrisma(tx as Parameters<typeof fromPrisma>[0]) })
}

async function work(boss: PgBoss, queue: QueueName, handler: (job: Job) => Promise<void>): Promise<void> {
  const options = {
    includeMetadata: true,
    localConcurrency: QUEUES[queue].concurrency,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
  } as const
  await boss.work<unknown, void, typeof options>(queue, options, async (jobs) => {
    for (const job of jobs) await handler(toJob(job))
  })
}

/** Waits for jobs in hand. pg-boss' own graceful stop does the same, but looks only every half second whether they are done. */
async function stopWorkers(boss: PgBoss): Promise<void> {
  const deadline = Promise.withResolvers<void>()
  const timer = setTimeout(deadline.resolve, STOP_TIMEOUT_MS)
  await Promise.race([Promise.all(QUEUE_NAMES.map((queue) => boss.offWork(queue))), deadline.promise])
  clearTimeout(timer)
}

function toJob({ data, retryCount, signal, sourceName }: JobWithMetadata<unknown>): Job {
  return { data, attempt: retryCount, signal, abandonedBy: QUEUE_NAMES.find((name) => name === sourceName) ?? null }
}

async function loadDepths(boss: PgBoss): Promise<readonly QueueDepth[]> {
  const counted = await boss.getQueues([...QUEUE_NAMES])
  return QUEUE_NAMES.flatMap((queue) => {
    const found = counted.find(({ name }) => name === queue)
    return found ? [{ queue, ready: found.readyCount, active: found.activeCount, failed: found.failedCount }] : []
  })
}
