import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT, createWorld, startTestBot, type TestBot, type TestWorld } from '../support/firstcause.ts'

describe('acceptance/27 App Home, as far as it goes: where it listens and how to talk to it', () => {
  let world: TestWorld
  let bot: TestBot
  beforeAll(async () => {
    world = await createWorld()
    bot = await startTestBot(world)
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('shows the configured channels with their environments', async () => {
    await world.ava.openHome()

    const published = () => world.slack.calls.find(({ method, outcome }) => method === 'views.publish' && outcome === 'ok')
    await expect.poll(published).toBeDefined()
    const home = JSON.stringify(published()?.args['view'])
    expect(home).toContain('• #inc-* reads `shop`')
    expect(home).toContain(`Mention <@${BOT}>`)
  })
})
