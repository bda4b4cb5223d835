import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BEN } from '../support/slack-user.ts'
import {
  BOT,
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

describe('acceptance/16 does not butt in', () => {
  let world: TestWorld
  let bot: TestBot
  beforeAll(async () => {
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: flagIncident })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('stays quiet while two people talk, in the channel and in its own thread, even about stopping', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))
    const ben = await world.person(BEN)
    const before = world.ava.messages.filter(({ user }) => user === BOT).length

    await ben.post(CHECKOUT, 'is that the flag we switched?', asked)
    await world.ava.post(CHECKOUT, 'yes, please stop guessing', asked)
    await ben.post(CHECKOUT, 'stop', asked)
    await ben.post(CHECKOUT, 'anything else broken?')
    await world.slack.settled()
    // The next mention goes through the same queue after them: whatever they would have caused is there by then.
    const later = await world.ava.post(CHECKOUT, `${MENTION} and now?`)
    await waitForAnswer(world.ava, later)

    const fromBot = world.ava.messages.filter(({ user, thread_ts: thread }) => user === BOT && thread !== later)
    expect(fromBot).toHaveLength(before)
    expect(repliesIn(world.ava, later)).toHaveLength(2)
  })
})
