import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CHECKOUT, createWorld, MENTION, startTestBot, waitForAnswer, type TestBot, type TestWorld } from '../support/firstcause.ts'
import { flagIncident, hold } from '../support/incidents.ts'
import { holdStore } from '../support/held-store.ts'

/** The bar: Slack gives up after this. */
const ACK_WITHIN_MS = 3000

describe('acceptance/01 acknowledged and stored before any other work', () => {
  let world: TestWorld
  const bots: TestBot[] = []
  afterEach(async () => {
    for (const bot of bots.splice(0)) await bot.stop()
    await world.remove()
  })

  it.each(['socket', 'http'] as const)('acknowledges over %s while database and telemetry do not answer at all', async (delivery) => {
    world = await createWorld({ delivery })
    const held = hold(flagIncident())
    const gate = holdStore()
    bots.push(await startTestBot(world, { delivery, telemetry: () => held, store: gate.wrap }))
    const startedAt = performance.now()

    const asked = await world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)
    await world.slack.settled()

    expect(performance.now() - startedAt).toBeLessThan(ACK_WITHIN_MS)
    expect(readJournal(world)).toContain(asked)
    gate.release()
    held.release()
    expect((await waitForAnswer(world.ava, asked)).text).toContain('shop/ConfigMap/flags')
  })

  it('keeps an acknowledged mention that never reached the database for the next start', async () => {
    world = await createWorld()
    const gate = holdStore()
    const first = await startTestBot(world, { telemetry: flagIncident, store: gate.wrap })
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await world.slack.settled()

    gate.fail()
    await first.stop()
    bots.push(await startTestBot(world, { telemetry: flagIncident }))

    expect((await waitForAnswer(world.ava, asked)).text).toContain('shop/ConfigMap/flags')
  })
})

function readJournal(world: TestWorld): string {
  return readFileSync(path.join(world.database.dataDir, 'intake.journal'), 'utf8')
}
