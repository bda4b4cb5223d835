import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drillFolder } from '../support/drill.ts'
import { CHECKOUT, createWorld, hasButton, MENTION, repliesIn, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { startProgram, type ChildProgram } from '../support/program.ts'
import { openTestStore } from '../support/database.ts'
import { AVA } from '../support/slack-user.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/43 survives kill -9', () => {
  let world: TestWorld
  let program: ChildProgram
  let environment: Record<string, string>
  // Every test leaves a program that was killed and came back; the next one starts from there, as an installation does.
  beforeAll(async () => {
    world = await createWorld()
    environment = writeEnvironment(world)
    program = await startProgram(environment)
  })
  afterAll(async () => {
    await program.kill()
    await world.remove()
  })

  async function restart(): Promise<void> {
    await program.kill()
    program = await startProgram(environment)
  }

  it.each([
    ['right after the mention was acknowledged', (asked: string) => world.slack.settled().then(() => asked)],
    [
      'when the progress message appears',
      (asked: string) => world.ava.waitForMessage((message) => message.thread_ts === asked && hasButton(message, 'stop_run')),
    ],
    ['when the answer appears', (asked: string) => waitForAnswer(world.ava, asked)],
  ])('killed %s, it answers once and repeats no message', async (_moment, moment) => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)
    await moment(asked)

    await restart()
    await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))

    expect(repliesIn(world.ava, asked)).toHaveLength(2)
  })

  it('answers once although it is killed again as soon as it is back', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && hasButton(message, 'stop_run'))

    await restart()
    await restart()
    await waitForAnswer(world.ava, asked)

    expect(repliesIn(world.ava, asked)).toHaveLength(2)
  })

  it('loses no verdict and no evidence when it is killed right after a click was acknowledged', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const answer = await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))

    await world.ava.click(answer, 'verdict_confirmed')
    await restart()
    await world.ava.waitForMessage((message) => message.ts === answer.ts && hasButton(message, 'verdict_change'))

    await program.kill()
    const opened = await openTestStore({ database: world.database })
    const { diagnosisId, evidence } = await storedDiagnosis(opened, asked)
    expect(await opened.store.verdictHistory(diagnosisId)).toMatchObject([{ word: 'confirmed', by: AVA }])
    expect(evidence.length).toBeGreaterThan(0)
    expect(await opened.store.verifyAudit()).toMatchObject({ brokenAt: null })
    await opened.close()
  })
})

function writeEnvironment({ slack, database }: TestWorld): Record<string, string> {
  const config = path.join(database.dataDir, 'firstcause.yaml')
  writeFileSync(
    config,
    `environments: { shop: { sources: [{ kind: snapshot, dir: ${drillFolder('env_address_invalid')} }] } }\nchannels: [{ match: "inc-*", environment: shop }]\n`,
  )
  return {
    ...database.env,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    FIRSTCAUSE_CONFIG: config,
    LOG_LEVEL: 'warn',
  }
}
