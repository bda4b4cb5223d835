import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
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
import { flagIncident } from '../support/incidents.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/22 a judged answer is remembered when its cause comes back', () => {
  let world: TestWorld
  let bot: TestBot
  beforeAll(async () => {
    world = await createWorld()
    const dir = path.join(world.database.dataDir, 'runbooks')
    mkdirSync(dir)
    writeFileSync(path.join(dir, 'flags.md'), '# Feature flag changed or switched\nSwitch it back.\n')
    bot = await startTestBot(world, { telemetry: flagIncident, config: { runbooks: { dir } } })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  async function ask() {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    return { answer: await waitForAnswer(world.ava, asked), asked }
  }

  it('says so in one line beside the same answer, with the runbook, and still after a click', async () => {
    const first = await ask()
    expect(blockText(first.answer)).not.toContain('Seen before')
    expect(blockText(first.answer)).toContain('Runbook: Feature flag changed or switched (runbooks/flags.md, line 1)')
    await world.ava.click(first.answer, 'verdict_confirmed')
    await world.ava.waitForMessage((message) => message.ts === first.answer.ts && blockText(message).includes('*Approved*'))

    const second = await ask()

    const line = new RegExp(`^Seen before: \\d{4}-\\d\\d-\\d\\d <#${CHECKOUT}>, same cause, confirmed\\.$`, 'm')
    expect(blockText(second.answer)).toMatch(line)
    const [before, after] = [await storedDiagnosis(bot, first.asked), await storedDiagnosis(bot, second.asked)]
    expect(after.diagnosis.rootCauses).toEqual(before.diagnosis.rootCauses)
    await world.ava.click(second.answer, 'verdict_confirmed')
    const judged = await world.ava.waitForMessage((message) => message.ts === second.answer.ts && blockText(message).includes('*Approved*'))
    expect(blockText(judged)).toMatch(line)
  })
})
