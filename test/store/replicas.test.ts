import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild, type Child } from '../support/child.ts'
import { createTestDatabase, openTestStore, type TestDatabase } from '../support/database.ts'

const REPLICAS = 3
/** Every replica is told of the same ones. */
const ASKED = 30

describe.skipIf(!process.env['TEST_DATABASE_URL'])('several processes on one PostgreSQL', () => {
  let database: TestDatabase
  let replicas: readonly Child[] = []
  beforeEach(async () => {
    database = await createTestDatabase()
    replicas = Array.from({ length: REPLICAS }, () => startChild('worker-process.ts', database.env))
    await Promise.all(replicas.map((replica) => replica.line(({ ready }) => ready === true)))
  })
  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.kill('SIGKILL')))
    await database.remove()
  })

  it('do everything once and drop nothing, in one audit chain', async () => {
    for (const replica of replicas) replica.say(String(ASKED))
    await Promise.all(replicas.map((replica) => replica.line(({ asked }) => asked === ASKED)))
    await expect.poll(() => ranBy(replicas).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(ASKED)

    const test = await openTestStore({ database })
    const [counts] =
      await test.query(`SELECT (SELECT count(*)::int FROM deliveries) AS deliveries, (SELECT count(*)::int FROM incidents) AS incidents,
      (SELECT count(*)::int FROM investigations) AS runs, (SELECT count(*)::int FROM steps) AS steps,
      (SELECT count(*)::int FROM pgboss.job WHERE name = 'slack-delivery') AS "deliveryJobs"`)
    const audit = await test.store.verifyAudit()
    await test.close()

    expect(counts).toEqual({ deliveries: ASKED, incidents: ASKED, runs: ASKED, steps: ASKED, deliveryJobs: ASKED })
    expect(new Set(ranBy(replicas)).size).toBe(ASKED)
    expect(ranBy(replicas)).toHaveLength(ASKED)
    // One entry each for the delivery, the start and the read.
    expect(audit).toMatchObject({ entries: 3 * ASKED, brokenAt: null })
  })

  it('let the others finish what a killed one had in hand', async () => {
    const [first, ...others] = replicas
    const hanging = startChild('worker-process.ts', { ...database.env, HANG: '1' })
    await hanging.line(({ ready }) => ready === true)
    first?.say(String(ASKED))
    await hanging.line(({ ran }) => ran !== undefined)

    await hanging.kill('SIGKILL')

    await expect.poll(() => new Set(ranBy(replicas)).size, { timeout: 40_000 }).toBe(ASKED)
    expect(others.some((replica) => ranBy([replica]).length > 0)).toBe(true)
  })
})

function ranBy(replicas: readonly Child[]): readonly unknown[] {
  return replicas.flatMap(({ lines }) => lines.flatMap(({ ran }) => (ran === undefined ? [] : [ran])))
}
