import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockText, CHECKOUT, createWorld, MENTION, startTestBot, type TestBot, type TestWorld } from '../support/firstcause.ts'
import { FLAG_CAUSE, flagIncident, hold, type HeldTelemetry } from '../support/incidents.ts'

describe('acceptance/05 progress says what it is doing', () => {
  let world: TestWorld
  let bot: TestBot
  const sources: HeldTelemetry[] = []
  beforeAll(async () => {
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: () => sources.shift() ?? flagIncident() })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('names the source that is being read', async () => {
    const held = hold(flagIncident(), (kind) => kind === 'series')
    sources.push(held)
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

    const progress = await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.includes('reading'))

    expect(blockText(progress)).toMatch(/step \d+ of \d+: reading \w+/)
    expect(blockText(progress)).toContain('Leading so far:* nothing yet')
    held.release()
  })

  it('names the leading cause while it tries to prove it wrong', async () => {
    const held = hold(flagIncident(), (kind) => kind.endsWith('_examples'))
    sources.push(held)
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

    const progress = await world.ava.waitForMessage((message) => message.thread_ts === asked && blockText(message).includes(FLAG_CAUSE))

    expect(blockText(progress)).toContain(`Leading so far:* ${FLAG_CAUSE}, feature flag changed`)
    held.release()
  })
})
