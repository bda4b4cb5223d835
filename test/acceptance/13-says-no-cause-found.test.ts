import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  blockText,
  CHECKOUT,
  createWorld,
  MENTION,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { healthySystem, recoveredSystem } from '../support/incidents.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/13 says "no cause found"', () => {
  let world: TestWorld
  let bot: TestBot
  const systems = [healthySystem(), recoveredSystem()]
  beforeAll(async () => {
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: () => systems.shift() ?? healthySystem() })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it.each(['a healthy system', 'an alert that already recovered'])('invents nothing on %s', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} what is wrong?`)

    const answer = await waitForAnswer(world.ava, asked)

    expect(answer.text).toMatch(/^No cause found in shop: /)
    expect(blockText(answer)).toMatch(/^\*No cause found\*/)
    const { diagnosis } = await storedDiagnosis(bot, asked)
    expect(diagnosis).toMatchObject({ outcome: 'no_cause', rootCauses: [] })
  })
})
