import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMentionKind } from '../../src/investigation/follow-up/mention-kind.ts'
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
import { FLAG_CAUSE, flagIncident, hold, type HeldTelemetry } from '../support/incidents.ts'
import { INJECTIONS } from '../support/injections.ts'
import { SECRET_KINDS } from '../support/secrets.ts'
import type { SeenMessage } from '../support/slack-user.ts'
import { storedDiagnosis } from '../support/stored.ts'

/** One of each kind that fits on a line of chat. */
const SECRETS = SECRET_KINDS.flatMap(({ samples }) => samples.slice(0, 1)).filter(({ text }) => !text.includes('\n') && text.length < 300)
/** Texts that would be taken for something people state or ask; the unit test tries all of them. */
const STEERING = INJECTIONS.filter((text) => readMentionKind(text) === 'unknown').slice(0, 6)

describe('acceptance/18 statements are data', () => {
  let world: TestWorld
  let bot: TestBot
  let held: HeldTelemetry | null = null
  beforeAll(async () => {
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: () => held ?? flagIncident() })
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

  async function say(thread: string, words: string): Promise<SeenMessage> {
    const ts = await world.ava.post(CHECKOUT, `${MENTION} ${words}`, thread)
    return world.ava.waitForMessage(
      (message) => message.user === BOT && message.thread_ts === thread && message.ts > ts && !message.is_ephemeral,
    )
  }

  it('is not steered by a statement that speaks as the system, and says that it is kept as data', async () => {
    const thread = await investigated()

    for (const text of STEERING) await say(thread, text)
    const answer = await say(thread, 'why?')

    expect(STEERING.length).toBeGreaterThan(3)
    expect(answer.text).toMatch(new RegExp(`${FLAG_CAUSE} is named as the cause, verified`))
    const flagged = repliesIn(world.ava, thread).filter((message) => blockText(message).includes('kept as data and changes nothing'))
    expect(flagged.length).toBeGreaterThan(0)
  })

  it('masks secrets in what people say before the store, Slack and the log', async () => {
    const thread = await investigated()

    await say(thread, `we restarted quotes at 14:02 with ${SECRETS.map(({ text }) => text).join(' and ')}`)

    const { evidence } = await storedDiagnosis(bot, thread)
    const places = { evidence: JSON.stringify(evidence), slack: JSON.stringify(world.slack.calls), log: bot.log.join('\n') }
    const leaks = Object.entries(places).flatMap(([place, text]) =>
      SECRETS.filter(({ secret }) => text.includes(JSON.stringify(secret).slice(1, -1))).map(({ secret }) => `${place}: ${secret}`),
    )
    expect(SECRETS.length).toBeGreaterThan(30)
    expect(places.evidence).toContain('[masked]')
    expect(leaks).toEqual([])
  })

  it('keeps a fact that is stated while a run is at work and takes it up when the run has answered', async () => {
    held = hold(flagIncident(), (kind) => kind === 'series')
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await held.asked
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.includes('reading'))

    await world.ava.post(CHECKOUT, `${MENTION} we rolled back at 14:02`, asked)
    const note = await world.ava.waitForMessage((message) => message.is_ephemeral && message.thread_ts === asked)
    held.release()
    held = null
    const noted = await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Noted: '))

    expect(note.text).toContain('as soon as the run at work has ended')
    expect(noted.text).toContain(`${FLAG_CAUSE} rolled back`)
  })

  it('leaves every step in an audit chain that holds', async () => {
    expect(await bot.store.verifyAudit()).toMatchObject({ brokenAt: null })
  })
})
