import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Telemetry } from '../../src/telemetry/port.ts'
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
import { flagIncident } from '../support/incidents.ts'

describe('acceptance/10 says what it did not check', () => {
  let world: TestWorld
  let bot: TestBot
  beforeAll(async () => {
    world = await createWorld()
    const config = { policy: { mayRead: ['alerts', 'kubernetes', 'traces', 'logs', 'changes'] } }
    bot = await startTestBot(world, { telemetry: withBrokenLogs, config })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('names sources that failed, were denied or held nothing, each with its reason, on one line', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

    const answer = await waitForAnswer(world.ava, asked)

    const line =
      blockText(answer)
        .split('\n')
        .find((text) => text.startsWith('*Not checked:*')) ?? ''
    expect(line).toMatch(/logs? .*the log store is down/)
    expect(line).toContain('the policy does not let firstcause read metrics')
    expect(line).toContain('nothing recorded')
  })
})

function withBrokenLogs(): Telemetry {
  const incident = flagIncident()
  const read: Telemetry['read'] = async (query, options) =>
    query.kind === 'log_patterns'
      ? { status: 'error', code: 'telemetry_failed', why: 'the log store is down' }
      : incident.read(query, options)
  return { ...incident, read }
}
