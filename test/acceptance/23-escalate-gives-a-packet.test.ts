import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AVA } from '../support/slack-user.ts'
import {
  blockText,
  BOT,
  CHECKOUT,
  createWorld,
  ESCALATIONS,
  hasButton,
  MENTION,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestOptions,
  type TestWorld,
} from '../support/firstcause.ts'
import { FLAG_CAUSE, flagIncident } from '../support/incidents.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/23 escalate gives a packet', () => {
  let world: TestWorld
  let bot: TestBot | null = null
  beforeAll(async () => {
    world = await createWorld()
  })
  afterEach(async () => {
    await bot?.stop()
    bot = null
  })
  afterAll(() => world.remove())

  async function escalate(options: TestOptions = {}) {
    bot = await startTestBot(world, { telemetry: flagIncident, ...options })
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)
    const answer = await waitForAnswer(world.ava, asked)
    await world.ava.click(answer, 'escalate')
    return { bot, asked, answer }
  }

  it('delivers who is called, timeline, candidates, ruled out, open questions, receipts and the next three checks, and records it', async () => {
    const { bot, asked, answer } = await escalate()

    const packet = await world.ava.waitForMessage(({ channel, user }) => channel === ESCALATIONS && user === BOT)
    const shown = await world.ava.waitForMessage((message) => message.ts === answer.ts && blockText(message).includes('Escalated by'))

    const text = blockText(packet)
    expect(packet.text).toContain(`Escalated by <@${AVA}>`)
    expect(text).toContain('*What happened:* why is checkout failing?')
    for (const part of ['*Timeline*', '*Candidates*', '*Ruled out*', '*Open questions*', '*Receipts*', '*Next three checks*'])
      expect(text).toContain(part)
    expect(text).toContain(`${FLAG_CAUSE}: feature flag changed (named as cause`)
    expect(text).toMatch(/\n1\. .+\n2\. .+\n3\. .+/)
    expect(text).toMatch(/<#C0FIRST0CHK>, <http[^|>]+\|thread>/)
    expect(blockText(shown)).toContain(`to <#${ESCALATIONS}>, delivered`)
    expect(hasButton(shown, 'escalate')).toBe(false)
    const { diagnosisId } = await storedDiagnosis(bot, asked)
    expect(await bot.store.findEscalations(diagnosisId)).toMatchObject([{ by: AVA, targetChannelId: ESCALATIONS, deliveredTs: packet.ts }])
  })

  it('says what to do when the channel cannot be reached, and keeps the record', async () => {
    const { bot, asked } = await escalate({ config: { escalation: { targets: [{ kind: 'slack_channel', id: 'C0FIRST0GEN' }] } } })

    const note = await world.ava.waitForMessage((message) => message.is_ephemeral && message.text.includes('not delivered'))

    expect(note.text).toContain('Invite firstcause to the channel.')
    const { diagnosisId } = await storedDiagnosis(bot, asked)
    expect(await bot.store.findEscalations(diagnosisId)).toMatchObject([{ deliveredTs: null }])
  })

  it('says that nobody was called when no channel is configured', async () => {
    const { asked } = await escalate({ config: { escalation: { targets: [] } } })

    const note = await world.ava.waitForMessage((message) => message.is_ephemeral && message.thread_ts === asked)

    expect(note.text).toContain('No escalation channel is configured')
  })
})
