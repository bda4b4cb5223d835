import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecorded } from '../../src/telemetry/open.ts'
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
import { findSharedData } from '../support/shared-data.ts'
import { AVA } from '../support/slack-user.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe.each(['cloud-opsbench-dev', 'rootcausebench-dev'])('acceptance: a case of %s from a mention to a stored verdict', (set) => {
  const data = findSharedData(set)
  if ('missing' in data) {
    it.skip(data.missing, () => {})
    return
  }
  let world: TestWorld
  let bot: TestBot
  beforeAll(async () => {
    const cases = path.join(data.dir, 'cases')
    const [first = ''] = readdirSync(cases).toSorted()
    world = await createWorld()
    bot = await startTestBot(world, { telemetry: () => openRecorded(path.join(cases, first)) })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
  })

  it('answers in the thread and stores what a person thinks of it', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} what is the cause?`)
    const answer = await waitForAnswer(world.ava, asked)

    await world.ava.click(answer, 'verdict_confirmed')
    await world.ava.waitForMessage((message) => message.ts === answer.ts && blockText(message).includes('*Approved*'))

    const { diagnosisId, diagnosis, evidence } = await storedDiagnosis(bot, asked)
    expect(await bot.store.verdictHistory(diagnosisId)).toMatchObject([{ word: 'confirmed', by: AVA }])
    expect(diagnosis.schema).toBe('firstcause.diagnosis/1')
    expect(evidence.some(({ reading }) => reading.status === 'ok')).toBe(true)
  })
})
