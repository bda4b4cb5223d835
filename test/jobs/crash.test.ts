import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unpackEvidence } from '../../src/evidence/stored-evidence.ts'
import { startChild } from '../support/child.ts'
import { createTestDatabase, openTestStore, type TestDatabase } from '../support/database.ts'
import { anEvidence, aStart } from '../support/investigation.ts'

// Nobody would take up a lost job before it expires, after 20 minutes: what makes these tests end in time is the take-over at the start (embedded)
// or the missed heartbeat (server).

describe('src/jobs after kill -9', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.remove())

  /** Leaves a run that was killed in the middle, with one read recorded. */
  async function killRunInHand(): Promise<string> {
    const test = await openTestStore({ database, withJobs: true })
    const { request } = await test.store.startInvestigation(aStart())
    await test.close()
    const child = startChild('worker-process.ts', { ...database.env, HANG: '1' })
    await child.line(({ ran }) => ran === request.investigationId)
    await child.kill('SIGKILL')
    return request.investigationId
  }

  it('goes on with the run in hand, with its evidence, and keeps the audit whole', async () => {
    const investigationId = await killRunInHand()

    const child = startChild('worker-process.ts', database.env)
    const again = await child.line(({ ran }) => ran === investigationId)
    await child.kill('SIGTERM')

    expect(again).toMatchObject({ attempt: 1, evidence: 1 })
    const test = await openTestStore({ database })
    expect((await test.store.loadEvidence(investigationId)).map(unpackEvidence)).toEqual([anEvidence()])
    expect(await test.store.verifyAudit()).toMatchObject({ brokenAt: null })
    await test.close()
  })

  it('keeps everything that was acknowledged, wherever the kill falls', async () => {
    const acknowledged = new Set<unknown>()
    for (const kills of [1, 2, 3]) {
      const child = startChild('worker-process.ts', { ...database.env, HANG: '1' })
      await child.line(({ ready }) => ready === true)
      child.say(String(kills * 40))
      await child.line(() => child.lines.filter(({ stored }) => stored).length >= kills * 13)
      await child.kill('SIGKILL')
      for (const { stored } of child.lines) if (stored) acknowledged.add(stored)
    }

    const test = await openTestStore({ database })
    const stored = await test.query('SELECT id FROM investigations')
    const unqueued = await test.query("SELECT id FROM investigations WHERE id NOT IN (SELECT data->>'investigationId' FROM pgboss.job)")
    const report = await test.store.verifyAudit()
    await test.close()

    expect(acknowledged.size).toBeGreaterThanOrEqual(39)
    expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining([...acknowledged]))
    expect(unqueued).toEqual([])
    expect(report.brokenAt).toBeNull()
  })

  it('does not run a finished job again', async () => {
    const test = await openTestStore({ database, withJobs: true })
    await test.store.startInvestigation(aStart())
    await test.close()
    const first = startChild('worker-process.ts', database.env)
    await first.line(({ ran }) => ran !== undefined)
    await first.kill('SIGTERM')

    const second = startChild('worker-process.ts', database.env)
    await second.line(({ ready }) => ready === true)
    await second.kill('SIGTERM')

    expect(second.lines).toEqual([{ ready: true }])
  })
})
