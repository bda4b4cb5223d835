import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
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

describe('acceptance: a third-party case from a mention to a stored verdict', () => {
  const running: { bot: TestBot; world: TestWorld }[] = []
  afterEach(async () => {
    for (const { bot, world } of running.splice(0)) {
      await bot.stop()
      await world.remove()
    }
  })

  async function startOn(cases: string) {
    const [first = ''] = readdirSync(cases).toSorted()
    const world = await createWorld()
    const bot = await startTestBot(world, { telemetry: () => openRecorded(path.join(cases, first)) })
    running.push({ bot, world })
    return { world, bot }
  }

  it.for(['cloud-opsbench-dev', 'rootcausebench-dev'])(
    'answers a case of %s in the thread and stores what a person thinks of it',
    async (set, { skip }) => {
      const data = findSharedData(set)
      if ('missing' in data) return skip(data.missing)
      const { world, bot } = await startOn(path.join(data.dir, 'cases'))

      const asked = await world.ava.post(CHECKOUT, `${MENTION} what is the cause?`)
      const answer = await waitForAnswer(world.ava, asked)
      await world.ava.click(answer, 'verdict_confirmed')
      await world.ava.waitForMessage((message) => message.ts === answer.ts && blockText(message).includes('*Approved*'))

      const { diagnosisId, diagnosis, evidence } = await storedDiagnosis(bot, asked)
      expect(await bot.store.verdictHistory(diagnosisId)).toMatchObject([{ word: 'confirmed', by: AVA }])
      expect(diagnosis.schema).toBe('firstcause.diagnosis/1')
      expect(evidence.some(({ reading }) => reading.status === 'ok')).toBe(true)
    },
  )
})
