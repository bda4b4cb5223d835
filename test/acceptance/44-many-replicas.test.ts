import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestStore } from '../support/database.ts'
import {
  CHECKOUT,
  createWorld,
  MENTION,
  repliesIn,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { flagIncident } from '../support/incidents.ts'

const QUESTIONS = 6

// The embedded database lets one process in, which test/store/embedded.test.ts proves.
describe.skipIf(!process.env['TEST_DATABASE_URL'])('acceptance/44 many replicas', () => {
  let world: TestWorld
  let bots: readonly TestBot[]
  beforeAll(async () => {
    world = await createWorld()
    bots = [
      await startTestBot(world, { telemetry: flagIncident }),
      await startTestBot(world, { telemetry: flagIncident }),
      await startTestBot(world, { telemetry: flagIncident }),
    ]
  })
  afterAll(async () => {
    await Promise.all(bots.map((bot) => bot.stop()))
    await world.remove()
  })

  it('share the work on one database: each question is answered once', async () => {
    const asked = await Promise.all(
      Array.from({ length: QUESTIONS }, (_, index) => world.ava.post(CHECKOUT, `${MENTION} question ${index}`)),
    )

    await Promise.all(asked.map((ts) => waitForAnswer(world.ava, ts)))
    const test = await openTestStore({ database: world.database })
    const counts = () =>
      test.query(`SELECT (SELECT count(*)::int FROM incidents) AS incidents, (SELECT count(*)::int FROM investigations) AS runs,
        (SELECT count(*)::int FROM investigations WHERE state = 'answered') AS answered,
        (SELECT count(*)::int FROM deliveries WHERE done_at IS NULL) AS "leftDeliveries"`)

    await expect
      .poll(counts, { timeout: 20_000 })
      .toEqual([{ incidents: QUESTIONS, runs: QUESTIONS, answered: QUESTIONS, leftDeliveries: 0 }])
    // One progress message and one answer in each thread.
    expect(asked.map((ts) => repliesIn(world.ava, ts).length)).toEqual(asked.map(() => 2))
    expect((await test.store.verifyAudit()).brokenAt).toBeNull()
    await test.close()
  })
})
