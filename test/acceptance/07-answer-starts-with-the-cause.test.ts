import { describe, expect, it } from 'vitest'
import { blockText, CHECKOUT, MENTION, repliesIn, waitForAnswer } from '../support/firstcause.ts'
import { FLAG_CAUSE, flagIncident } from '../support/incidents.ts'
import { useRunningBot } from '../support/running-bot.ts'

describe('acceptance/07 the answer starts with the cause', () => {
  const running = useRunningBot({ telemetry: flagIncident })

  it('says entity, mechanism and confidence word in its first line and in its top-level text', async () => {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)

    const answer = await waitForAnswer(running.world.ava, asked)

    const [firstLine = ''] = blockText(answer).split('\n')
    expect(firstLine).toMatch(/^\*shop\/ConfigMap\/flags\*: feature flag changed, (verified|likely|unverified) \(0\.\d\d\)$/)
    expect(answer.text).toBe(firstLine.replaceAll('*', ''))
    expect(answer.text).toContain(FLAG_CAUSE)
  })

  it('needs no expanding on a phone: no block folds, and the first one is short', async () => {
    const asked = await running.world.ava.post(CHECKOUT, `${MENTION} and now?`)

    const answer = await waitForAnswer(running.world.ava, asked)

    const sections = (answer.blocks ?? []).filter(({ type }) => type === 'section')
    expect(sections.every((block) => block['expand'] === true)).toBe(true)
    expect(blockText({ blocks: sections.slice(0, 1) }).length).toBeLessThan(700)
    expect(repliesIn(running.world.ava, asked)).toHaveLength(2)
  })
})
