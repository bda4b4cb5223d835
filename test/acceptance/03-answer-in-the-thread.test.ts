import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
import { holdStore } from '../support/held-store.ts'
import { flagIncident } from '../support/incidents.ts'

describe('acceptance/03 the answer goes in the thread of the mention', () => {
  let world: TestWorld
  let bot: TestBot | null = null
  beforeEach(async () => {
    world = await createWorld()
  })
  afterEach(async () => {
    await bot?.stop()
    await world.remove()
  })

  it('answers under the mention and posts nothing at top level', async () => {
    bot = await startTestBot(world, { telemetry: flagIncident })

    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)

    expect(topLevel(world)).toEqual([])
  })

  it('answers in the thread that the mention was written in', async () => {
    bot = await startTestBot(world, { telemetry: flagIncident })
    const opened = await world.ava.post(CHECKOUT, 'checkout is slow')

    await world.ava.post(CHECKOUT, `${MENTION} can you look?`, opened)
    await waitForAnswer(world.ava, opened)

    expect(repliesIn(world.ava, opened)).toHaveLength(2)
    expect(topLevel(world)).toEqual([])
  })

  it('goes on under one new message when the parent was deleted', async () => {
    const gate = holdStore(['startInvestigation'])
    bot = await startTestBot(world, { telemetry: flagIncident, store: gate.wrap })
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await world.ava.remove({ channel: CHECKOUT, ts: asked })

    gate.release()
    const home = await world.ava.waitForMessage((message) => message.user === BOT && message.text.includes('was deleted'))
    await waitForAnswer(world.ava, home.ts)

    expect(topLevel(world).map(({ ts }) => ts)).toEqual([home.ts])
    expect(repliesIn(world.ava, home.ts).filter(({ ts }) => ts !== home.ts)).toHaveLength(2)
  })
})

function topLevel({ ava }: TestWorld) {
  return ava.messages.filter((message) => message.user === BOT && (message.thread_ts === undefined || message.thread_ts === message.ts))
}
