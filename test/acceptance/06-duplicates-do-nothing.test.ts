import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

const TIMES = 5

describe('acceptance/06 retries and duplicates do nothing', () => {
  let world: TestWorld
  let bot: TestBot
  beforeEach(async () => {
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: flagIncident })
  })
  afterEach(async () => {
    await bot.stop()
    await world.remove()
  })

  it('makes one run and one answer of a mention that comes five times as app_mention and as message, also after a restart', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)
    const payloads = world.slack.eventPayloads().filter((payload) => JSON.stringify(payload).includes(`"ts":"${asked}"`))
    expect(payloads.map((payload) => (payload as { event: { type: string } }).event.type).sort()).toEqual(['app_mention', 'message'])

    for (let time = 1; time < TIMES; time += 1) for (const payload of payloads) await world.slack.redeliver(payload)
    await world.slack.settled()
    await bot.stop()
    bot = await startTestBot(world, { telemetry: flagIncident })
    for (const payload of payloads) await world.slack.redeliver(payload)
    await world.slack.settled()
    // A later mention is answered by the same queue, so whatever the repeats would have caused is there by then.
    const later = await world.ava.post(CHECKOUT, `${MENTION} and this?`)
    await waitForAnswer(world.ava, later)

    const thread = { teamId: 'T0FIRST0001', channelId: CHECKOUT, threadTs: asked }
    expect(await bot.store.findInvestigationsInThread(thread)).toHaveLength(1)
    expect(repliesIn(world.ava, asked)).toHaveLength(2)
  })
})
