import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Job, Jobs } from '../../src/jobs/open-jobs.ts'
import { openTestStore, type TestStore } from '../support/database.ts'
import { aStart } from '../support/investigation.ts'

describe('src/jobs/open-jobs', () => {
  let test: TestStore
  let jobs: Jobs
  async function open(): Promise<void> {
    test = await openTestStore({ withJobs: true })
    if (test.jobs === null) throw new Error('jobs were asked for')
    jobs = test.jobs
  }

  /** Collects jobs of a queue and resolves `done` with them at `count`. */
  async function collect(queue: Parameters<Jobs['work']>[0], count: number, handle: (job: Job) => Promise<void> = async () => {}) {
    const done = Promise.withResolvers<readonly Job[]>()
    const seen: Job[] = []
    await jobs.work(queue, async (job) => {
      seen.push(job)
      if (seen.length === count) done.resolve(seen)
      await handle(job)
    })
    return done.promise
  }

  describe('without workers', () => {
    beforeAll(open)
    afterAll(() => test.close())

    it('enqueues nothing when the transaction fails', async () => {
      const failing = test.opened.createStore(async (tx, job) => {
        await jobs.enqueue(tx, job)
        throw new Error('after the send')
      })

      await expect(failing.startInvestigation(aStart())).rejects.toMatchObject({ code: 'store_failed' })

      expect(await test.query("SELECT id FROM pgboss.job WHERE name = 'investigation'")).toEqual([])
    })

    it('sends a key once', async () => {
      const enqueueTwice = test.opened.createStore(async (tx, job) => {
        await jobs.enqueue(tx, job)
        await jobs.enqueue(tx, job)
      })
      await enqueueTwice.startInvestigation(aStart())

      expect(await test.query("SELECT id FROM pgboss.job WHERE name = 'investigation'")).toHaveLength(1)
    })

    it('counts what waits', async () => {
      await test.store.startInvestigation(aStart())

      const depths = await jobs.depths()

      expect(depths.map(({ queue }) => queue)).toEqual(['slack-delivery', 'investigation', 'follow-up', 'digest', 'abandoned'])
    })

    it('keeps one digest schedule per configured channel and removes the others', async () => {
      await jobs.scheduleDigests([
        { channelId: 'C1', cron: '0 9 * * 1', timeZone: 'Europe/Berlin' },
        { channelId: 'C2', cron: '0 9 * * 1', timeZone: 'UTC' },
      ])
      await jobs.scheduleDigests([{ channelId: 'C1', cron: '30 8 * * 1', timeZone: 'Europe/Berlin' }])

      expect(await test.query('SELECT key, cron, timezone, data FROM pgboss.schedule')).toEqual([
        { key: 'C1', cron: '30 8 * * 1', timezone: 'Europe/Berlin', data: { channelId: 'C1', timeZone: 'Europe/Berlin' } },
      ])
    })

    it.each([
      ['every Monday', 'UTC'],
      ['0 9 * * 1', 'Europe/Nowhere'],
    ])('refuses the schedule "%s" in %s and names the channel', async (cron, timeZone) => {
      const attempt = jobs.scheduleDigests([{ channelId: 'C7', cron, timeZone }])

      await expect(attempt).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('C7') })
    })
  })

  describe('with workers', () => {
    beforeEach(open)
    afterEach(() => test.close())

    it('runs what a committed transaction enqueued, with its data', async () => {
      const { request } = await test.store.startInvestigation(aStart())

      const [job] = await collect('investigation', 1)

      expect(job).toMatchObject({ data: request, attempt: 0, abandonedBy: null })
    })

    it('tries a failed job again, as the next attempt', async () => {
      await test.store.startInvestigation(aStart())

      const attempts = await collect('investigation', 2, ({ attempt }) =>
        attempt === 0 ? Promise.reject(new Error('first')) : Promise.resolve(),
      )

      expect(attempts.map(({ attempt }) => attempt)).toEqual([0, 1])
    })

    it('hands a job whose attempts are used up to `abandoned`', async () => {
      const { request } = await test.store.startInvestigation(aStart())
      await test.query("UPDATE pgboss.job SET retry_limit = 0 WHERE name = 'investigation'")
      await jobs.work('investigation', () => Promise.reject(new Error('always')))

      const [job] = await collect('abandoned', 1)

      expect(job).toMatchObject({ data: request, abandonedBy: 'investigation' })
    })

    it('waits at a stop for the job in hand', async () => {
      await test.store.startInvestigation(aStart())
      const finish = Promise.withResolvers<void>()
      let isFinished = false
      await collect('investigation', 1, async () => {
        await finish.promise
        isFinished = true
      })

      const stopped = jobs.stop()
      finish.resolve()
      await stopped

      expect(isFinished).toBe(true)
    })

    it('tells the job in hand to stop and tries it again later', async () => {
      await test.store.startInvestigation(aStart())
      const inHand = collect(
        'investigation',
        1,
        ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
      )
      await inHand

      await jobs.stop()

      expect(await test.query("SELECT state FROM pgboss.job WHERE name = 'investigation'")).toEqual([{ state: 'retry' }])
    })
  })
})
