import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CHECKOUT,
  createWorld,
  hasButton,
  MENTION,
  repliesIn,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { flagIncident, hold, type HeldTelemetry } from '../support/incidents.ts'

/** The bar of acceptance 4, less what a loaded machine's timers are early by. */
const MIN_GAP_MS = 1950

describe('acceptance/04 one progress message, edited', () => {
  let world: TestWorld
  let bot: TestBot
  let held: HeldTelemetry
  beforeAll(async () => {
    world = await createWorld()
    held = hold(flagIncident(), (kind) => kind === 'series')
    bot = await startTestBot(world, { telemetry: () => held })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('is edited no faster than every two seconds, keeps its Stop button until the end, and ends as one line', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const edited = await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.includes('reading'))
    expect(hasButton(edited, 'stop_run')).toBe(true)

    held.release()
    await waitForAnswer(world.ava, asked)
    const done = await world.ava.waitForMessage((message) => message.ts === edited.ts && message.text.startsWith('Done with'))

    expect(hasButton(done, 'stop_run')).toBe(false)
    expect(repliesIn(world.ava, asked)).toHaveLength(2)
    const edits = world.slack.calls.filter(({ method, args }) => method === 'chat.update' && args['ts'] === edited.ts)
    // The last one is the final state, which is delivered at once.
    const times = [Number(edited.ts) * 1000, ...edits.slice(0, -1).map(({ at }) => at.getTime())]
    expect(times.length).toBeGreaterThan(1)
    expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= MIN_GAP_MS)).toBe(true)
  })
})
