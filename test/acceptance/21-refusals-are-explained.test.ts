import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BOT,
  CHECKOUT,
  createWorld,
  DELIVERY,
  MENTION,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { BEN } from '../support/slack-user.ts'
import { flagIncident } from '../support/incidents.ts'

describe('acceptance/21 refusals are explained', () => {
  let world: TestWorld
  let bot: TestBot
  beforeAll(async () => {
    world = await createWorld()
    const config = { channels: [{ match: 'inc-checkout', environment: 'shop' }], policy: { approvers: { users: [BEN] } } }
    bot = await startTestBot(world, { telemetry: flagIncident, config })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('tells the person once, privately, that a channel has no telemetry', async () => {
    const asked = await world.ava.post(DELIVERY, `${MENTION} why are quotes late?`)

    const note = await world.ava.waitForMessage((message) => message.channel === DELIVERY && message.user === BOT)

    expect(note.is_ephemeral).toBe(true)
    expect(note.text).toContain('I have no telemetry for #inc-delivery')
    for (const payload of world.slack.eventPayloads()) await world.slack.redeliver(payload)
    await world.slack.settled()
    const later = await world.ava.post(CHECKOUT, `${MENTION} and here?`)
    await waitForAnswer(world.ava, later)
    expect(world.ava.messages.filter(({ channel, user }) => channel === DELIVERY && user === BOT)).toHaveLength(1)
    expect(asked).not.toBe(note.ts)
  })

  it('tells somebody who may not judge, privately, and stores nothing', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = await waitForAnswer(world.ava, asked)

    await world.ava.click(answer, 'verdict_confirmed')
    const note = await world.ava.waitForMessage((message) => message.is_ephemeral && message.text.includes('does not let you judge'))

    expect(note.thread_ts).toBe(asked)
    const ben = await world.person(BEN)
    expect(ben.messages.some(({ text }) => text.includes('does not let you judge'))).toBe(false)
  })
})
