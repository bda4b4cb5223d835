import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AVA, BEN } from '../support/slack-user.ts'
import {
  blockText,
  CHECKOUT,
  createWorld,
  hasButton,
  MENTION,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { flagIncident, hold, type HeldTelemetry } from '../support/incidents.ts'
import { storedDiagnosis } from '../support/stored.ts'

/** The bar of acceptance 15. */
const WITHIN_MS = 5000

describe('acceptance/15 stop works', () => {
  let world: TestWorld
  let bot: TestBot
  let held: HeldTelemetry
  beforeAll(async () => {
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: () => (held = hold(flagIncident(), (kind) => kind === 'series')) })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  async function startRun() {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const progress = await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.includes('reading'))
    return { asked, progress }
  }

  it('ends within five seconds of the button, keeps what was found and says who stopped it', async () => {
    const { asked, progress } = await startRun()
    const ben = await world.person(BEN)
    const pressedAt = performance.now()

    await ben.click(progress, 'stop_run')
    const answer = await waitForAnswer(world.ava, asked)

    expect(performance.now() - pressedAt).toBeLessThan(WITHIN_MS)
    expect(blockText(answer)).toContain(`Stopped early by <@${BEN}>`)
    const ended = await world.ava.waitForMessage((message) => message.ts === progress.ts && !hasButton(message, 'stop_run'))
    expect(ended.text).toContain(`Stopped by <@${BEN}>`)
    const { evidence, investigation } = await storedDiagnosis(bot, asked)
    expect(evidence.some(({ reading }) => reading.status === 'ok')).toBe(true)
    expect(investigation.stopRequestedBy).toBe(BEN)
  })

  it('ends within five seconds of the bare word stop in the thread', async () => {
    const { asked } = await startRun()
    const saidAt = performance.now()

    await world.ava.post(CHECKOUT, 'Stop!', asked)
    const answer = await waitForAnswer(world.ava, asked)

    expect(performance.now() - saidAt).toBeLessThan(WITHIN_MS)
    expect(blockText(answer)).toContain(`Stopped early by <@${AVA}>`)
  })

  it('says privately that there was nothing to stop when the run had ended', async () => {
    const { asked, progress } = await startRun()
    held.release()
    await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.ts === progress.ts && !hasButton(message, 'stop_run'))

    await world.ava.post(CHECKOUT, `${MENTION} stop`, asked)

    const note = await world.ava.waitForMessage((message) => message.is_ephemeral && message.thread_ts === asked)
    expect(note.text).toBe('Nothing is running in this thread.')
  })
})
