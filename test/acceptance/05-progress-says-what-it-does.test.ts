import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  blockText,
  CHECKOUT,
  createWorld,
  MENTION,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { FLAG_CAUSE, flagIncident, hold, type HeldTelemetry } from '../support/incidents.ts'
import { startModelBot } from '../support/model-bot.ts'

describe('acceptance/05 progress says what it is doing', () => {
  let world: TestWorld
  let bot: TestBot
  const sources: HeldTelemetry[] = []
  beforeAll(async () => {
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: () => sources.shift() ?? flagIncident() })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('names the source that is being read', async () => {
    const held = hold(flagIncident(), (kind) => kind === 'series')
    sources.push(held)
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

    const progress = await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.includes('reading'))

    expect(blockText(progress)).toMatch(/step \d+ of \d+: reading \w+/)
    expect(blockText(progress)).toContain('Leading so far:* nothing yet')
    held.release()
  })

  it('names the leading cause while it tries to prove it wrong', async () => {
    const held = hold(flagIncident(), (kind) => kind.endsWith('_examples'))
    sources.push(held)
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

    const progress = await world.ava.waitForMessage((message) => message.thread_ts === asked && blockText(message).includes(FLAG_CAUSE))

    expect(blockText(progress)).toContain(`Leading so far:* ${FLAG_CAUSE}, feature flag changed`)
    held.release()
  })
})

describe('acceptance/05 progress of a run with a model', () => {
  it('shows the engine’s candidate before the model is asked', async () => {
    const world = await createWorld()
    let shown: readonly string[] = []
    const model = await startModelBot(world, () => {
      shown = world.slack.calls.filter(({ method }) => method === 'chat.update').map((call) => JSON.stringify(call))
      return { kind: 'error', status: 401, type: 'authentication_error' }
    })

    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)
    await model.stop()
    await world.remove()

    expect(shown.at(-1)).toContain(FLAG_CAUSE)
    expect(shown.at(-1)).toContain('asking scripted')
  })
})
