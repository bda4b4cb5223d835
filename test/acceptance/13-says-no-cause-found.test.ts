import { describe, expect, it } from 'vitest'
import { blockText, CHECKOUT, MENTION, waitForAnswer } from '../support/firstcause.ts'
import { healthySystem, recoveredSystem } from '../support/incidents.ts'
import { useRunningBot } from '../support/running-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/13 says "no cause found"', () => {
  const systems = [healthySystem(), recoveredSystem()]
  const running = useRunningBot({ telemetry: () => systems.shift() ?? healthySystem() })

  it.each(['a healthy system', 'an alert that already recovered'])('invents nothing on %s', async () => {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} what is wrong?`)

    const answer = await waitForAnswer(running.world.ava, asked)

    expect(answer.text).toMatch(/^No cause found in shop: /)
    expect(blockText(answer)).toMatch(/^\*No cause found\*/)
    const { diagnosis } = await storedDiagnosis(running.bot, asked)
    expect(diagnosis).toMatchObject({ outcome: 'no_cause', rootCauses: [] })
  })
})
