import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHECKOUT, createWorld, hasButton, MENTION, startTestBot, type TestBot, type TestWorld } from '../support/firstcause.ts'
import { flagIncident, hold, type HeldTelemetry } from '../support/incidents.ts'

/** The bar of acceptance 2. */
const WITHIN_MS = 2000

describe('acceptance/02 a visible sign of life', () => {
  let world: TestWorld
  let bot: TestBot
  let held: HeldTelemetry
  beforeAll(async () => {
    world = await createWorld()
    held = hold(flagIncident())
    bot = await startTestBot(world, { telemetry: () => held })
  })
  afterAll(async () => {
    held.release()
    await bot.stop()
    await world.remove()
  })

  it('posts a progress message with a Stop button in the thread within two seconds of the mention, whatever telemetry does', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)

    const progress = await world.ava.waitForMessage((message) => message.thread_ts === asked && hasButton(message, 'stop_run'))

    expect((Number(progress.ts) - Number(asked)) * 1000).toBeLessThan(WITHIN_MS)
    expect(progress.text).toContain('Investigating “why is checkout failing?”')
  })
})
