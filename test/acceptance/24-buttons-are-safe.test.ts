import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AVA, BEN } from '../support/slack-user.ts'
import {
  blockText,
  BOT,
  CHECKOUT,
  createWorld,
  DELIVERY,
  ESCALATIONS,
  MENTION,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { flagIncident } from '../support/incidents.ts'
import { forgeClick } from '../support/forged-click.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/24 buttons are safe', () => {
  let world: TestWorld
  let bot: TestBot
  beforeAll(async () => {
    world = await createWorld({ delivery: 'http' })
    bot = await startTestBot(world, { telemetry: flagIncident, delivery: 'http' })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  async function ask(channel: string = CHECKOUT) {
    const asked = await world.ava.post(channel, `${MENTION} why?`)
    const answer = await waitForAnswer(world.ava, asked)
    return { asked, answer, stored: await storedDiagnosis(bot, asked, channel) }
  }

  it('carries nothing but ids in its values', async () => {
    const { answer, stored } = await ask()

    const values = (answer.blocks ?? []).flatMap((block) =>
      ((block['elements'] ?? []) as { value?: string }[]).flatMap(({ value }) => value ?? []),
    )

    expect(values.length).toBeGreaterThan(3)
    expect(new Set(values)).toEqual(new Set([stored.diagnosisId]))
  })

  it('lets only the first of two people approving count and tells the second', async () => {
    const { answer, stored } = await ask()
    const ben = await world.person(BEN)
    const click = { world, message: answer, action: 'verdict_confirmed', value: stored.diagnosisId }

    await Promise.all([forgeClick({ ...click, user: AVA }), forgeClick({ ...click, user: BEN })])
    const isRefusal = (message: { is_ephemeral: boolean; text: string }) =>
      message.is_ephemeral && message.text.includes('already judged this')
    await Promise.race([world.ava.waitForMessage(isRefusal), ben.waitForMessage(isRefusal)])

    expect(await bot.store.verdictHistory(stored.diagnosisId)).toHaveLength(1)
  })

  it('takes the same click twice as one', async () => {
    const { answer, stored } = await ask()
    const click = {
      world,
      message: answer,
      action: 'verdict_confirmed',
      value: stored.diagnosisId,
      user: AVA,
      actionTs: '1800000000.000001',
    }

    await forgeClick(click)
    await forgeClick(click)
    await world.ava.waitForMessage((message) => message.ts === answer.ts && blockText(message).includes('*Approved*'))

    expect(await bot.store.verdictHistory(stored.diagnosisId)).toHaveLength(1)
  })

  it('changes nothing for an edited value that names the answer of another channel, and says so privately', async () => {
    const here = await ask()
    const there = await ask(DELIVERY)

    await forgeClick({ world, message: here.answer, action: 'verdict_confirmed', value: there.stored.diagnosisId, user: AVA })
    const note = await world.ava.waitForMessage(
      (message) => message.is_ephemeral && message.text.includes('does not belong to an answer of mine'),
    )

    expect(note.channel).toBe(CHECKOUT)
    expect(await bot.store.verdictHistory(there.stored.diagnosisId)).toEqual([])
    expect(await bot.store.verdictHistory(here.stored.diagnosisId)).toEqual([])
  })

  it('changes nothing for a late Stop, and says so privately', async () => {
    const { answer, stored } = await ask()
    await world.ava.waitForMessage((message) => message.thread_ts === answer.thread_ts && message.text.startsWith('Done with'))

    await forgeClick({ world, message: answer, action: 'stop_run', value: stored.investigation.id, user: AVA })
    const note = await world.ava.waitForMessage((message) => message.is_ephemeral && message.text.includes('already ended'))

    expect(note.text).toContain('Nothing changed.')
    const run = await bot.store.loadInvestigation(stored.investigation.id)
    expect(run?.investigation).toMatchObject({ state: 'answered', stopRequestedBy: null })
  })

  it('escalates once however often Escalate is pressed', async () => {
    const { answer, stored } = await ask()
    const click = { world, message: answer, action: 'escalate', value: stored.diagnosisId }

    await Promise.all([forgeClick({ ...click, user: AVA }), forgeClick({ ...click, user: BEN })])
    await world.ava.waitForMessage((message) => message.ts === answer.ts && blockText(message).includes(', delivered'))
    await forgeClick({ ...click, user: AVA })
    await world.ava.waitForMessage((message) => message.is_ephemeral && message.text.includes('already escalated this'))

    expect(world.ava.messages.filter(({ channel, user }) => channel === ESCALATIONS && user === BOT)).toHaveLength(1)
  })

  it('refuses a click that is not signed by Slack', async () => {
    const { answer, stored } = await ask()

    const status = await forgeClick({
      world,
      message: answer,
      action: 'verdict_confirmed',
      value: stored.diagnosisId,
      user: AVA,
      secret: 'guessed',
    })

    expect(status).toBe(401)
    expect(await bot.store.verdictHistory(stored.diagnosisId)).toEqual([])
  })
})
