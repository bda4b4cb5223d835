import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Telemetry } from '../../src/telemetry/port.ts'
import {
  blockText,
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
import { FLAG_CAUSE, flagIncident } from '../support/incidents.ts'
import type { SeenMessage } from '../support/slack-user.ts'

const TEAM = 'T0FIRST0001'

/** Telemetry that counts how often it is asked. */
function counted(telemetry: Telemetry, reads: { count: number }): Telemetry {
  return {
    ...telemetry,
    read(query, options) {
      reads.count += 1
      return telemetry.read(query, options)
    },
  }
}

describe('acceptance/17 a follow-up keeps its context', () => {
  let world: TestWorld
  let bot: TestBot
  let thread: string
  const reads = { count: 0 }
  beforeAll(async () => {
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: () => counted(flagIncident(), reads) })
    thread = await investigated()
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  async function investigated(): Promise<string> {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))
    return asked
  }

  async function ask(question: string): Promise<SeenMessage> {
    const ts = await world.ava.post(CHECKOUT, `${MENTION} ${question}`, thread)
    return world.ava.waitForMessage(
      (message) => message.user === BOT && message.thread_ts === thread && message.ts > ts && !message.is_ephemeral,
    )
  }

  it.each([
    ['what changed?', /recorded change/, FLAG_CAUSE],
    ['why not shipping?', /shop\/Service\/shipping only reacted/, 'shop/Service/quotes'],
    ['is storefront affected?', /shop\/Service\/storefront shows symptoms/, '30 % of calls fail'],
    ['is basket affected?', /Nothing recorded of shop\/Service\/basket departs/, 'no proof of health'],
    ['when did it start?', /Degraded since 2026-05-27/, 'since'],
    ['show metrics of quotes', /of shop\/Service\/quotes/, 'errors: '],
    ['what next?', /What a person could do/, 'flag off'],
    ['how do you know?', new RegExp(`${FLAG_CAUSE} is named as the cause`), 'Tried to prove it wrong with E'],
  ])('answers “%s” in the thread from the recorded evidence, with receipts', async (question, lead, part) => {
    const before = reads.count

    const answer = await ask(question)

    expect(answer.text).toMatch(lead)
    expect(blockText(answer)).toContain(part)
    expect(blockText(answer)).toMatch(/\*R1\* \w+, 2026-05-27 \d\d:\d\d:\d\d UTC: `.+` at `\S+`/)
    expect(reads.count).toBe(before)
    expect(await bot.store.findInvestigationsInThread({ teamId: TEAM, channelId: CHECKOUT, threadTs: thread })).toHaveLength(1)
  })

  it('lists what was checked by evidence id, and what was not', async () => {
    const answer = blockText(await ask('what did you check?'))

    expect(answer).toMatch(/E1 overview \(alerts, \d{4}-/)
    expect(answer).toMatch(/logs \(logs, .+\): nothing recorded/)
  })

  it('says in one sentence what it cannot answer and what can be asked', async () => {
    const unknown = await ask('is wishlist affected?')
    const odd = await ask('how many engineers does it take?')

    expect(unknown.text).toContain('Nothing that was recorded bears the name “wishlist”')
    expect(odd.text).toContain('not a question that I can answer')
    expect(blockText(odd)).toContain('what changed')
  })

  it('answers a question that is delivered five times, also across a restart, once', async () => {
    const ts = await world.ava.post(CHECKOUT, `${MENTION} what else could it be?`, thread)
    await world.ava.waitForMessage((message) => message.user === BOT && message.thread_ts === thread && message.ts > ts)
    const payloads = world.slack.eventPayloads().filter((payload) => JSON.stringify(payload).includes(`"ts":"${ts}"`))

    for (let time = 1; time < 5; time += 1) for (const payload of payloads) await world.slack.redeliver(payload)
    await world.slack.settled()
    await bot.stop()
    bot = await startTestBot(world, { telemetry: () => counted(flagIncident(), reads) })
    for (const payload of payloads) await world.slack.redeliver(payload)
    await world.slack.settled()
    await ask('what changed?')

    expect(repliesIn(world.ava, thread).filter((message) => message.ts > ts)).toHaveLength(2)
  })

  it('starts a new run only when it is asked to', async () => {
    const started = reads.count

    const ts = await world.ava.post(CHECKOUT, `${MENTION} investigate again`, thread)
    await world.ava.waitForMessage((message) => message.thread_ts === thread && message.ts > ts && message.text.startsWith('Done with'))

    expect(reads.count).toBeGreaterThan(started)
    expect(await bot.store.findInvestigationsInThread({ teamId: TEAM, channelId: CHECKOUT, threadTs: thread })).toHaveLength(2)
  })

  it('keeps the audit chain whole, with the question, the answer and who asked', async () => {
    expect(await bot.store.verifyAudit()).toMatchObject({ brokenAt: null })
  })
})
