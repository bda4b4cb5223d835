import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestStore } from '../support/database.ts'
import { CHECKOUT, createWorld, MENTION, startTestBot, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { flagIncident } from '../support/incidents.ts'
import { AVA } from '../support/slack-user.ts'

describe('acceptance/30 audit is complete and tamper-evident', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createWorld()
    const bot = await startTestBot(world, { telemetry: flagIncident })
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)
    const answer = await waitForAnswer(world.ava, asked)
    await world.ava.click(answer, 'verdict_confirmed')
    await world.ava.waitForMessage((message) => message.ts === answer.ts && JSON.stringify(message.blocks).includes('verdict_change'))
    await bot.stop()
  })
  afterAll(() => world.remove())

  it('has an entry with actor, time and reason for every delivery, read, message, state and decision', async () => {
    const test = await openTestStore({ database: world.database })
    const entries = await test.query('SELECT action, actor, reason, at FROM audit_entries ORDER BY seq')
    const [counts] =
      await test.query(`SELECT (SELECT count(*)::int FROM deliveries) AS "delivery-accept", (SELECT count(*)::int FROM steps) AS "telemetry-read",
      (SELECT count(*)::int FROM posts WHERE message_ts IS NOT NULL) AS "message-post"`)
    await test.close()

    const byAction = Map.groupBy(entries, ({ action }) => String(action))
    for (const [action, count] of Object.entries(counts ?? {})) expect([action, byAction.get(action)?.length]).toEqual([action, count])
    for (const action of ['investigation-start', 'investigation-run', 'diagnosis-save', 'investigation-answer', 'verdict-record']) {
      expect([action, byAction.get(action)?.length]).toEqual([action, 1])
    }
    expect(byAction.get('investigation-start')?.[0]?.['actor']).toBe(`slack:${AVA}`)
    expect(byAction.get('verdict-record')?.[0]?.['actor']).toBe(`slack:${AVA}`)
    expect(entries.filter(({ actor, reason, at }) => !actor || !reason || !(at instanceof Date))).toEqual([])
  })

  it('is verified as whole, and an edited row is found', async () => {
    const test = await openTestStore({ database: world.database })

    const before = await test.store.verifyAudit()
    await test.query(
      "ALTER TABLE audit_entries DISABLE TRIGGER USER; UPDATE audit_entries SET actor = 'slack:U9' WHERE action = 'verdict-record'",
    )
    const after = await test.store.verifyAudit()
    const [edited] = await test.query("SELECT seq::int FROM audit_entries WHERE action = 'verdict-record'")
    await test.close()

    expect(before.brokenAt).toBeNull()
    expect(after.brokenAt).toBe(edited?.['seq'])
  })
})
