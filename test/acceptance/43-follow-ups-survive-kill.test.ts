import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestStore } from '../support/database.ts'
import { drillFolder } from '../support/drill.ts'
import { CHECKOUT, createWorld, MENTION, repliesIn, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { startProgram, type ChildProgram } from '../support/program.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/43 follow-ups survive kill -9', () => {
  let world: TestWorld
  let program: ChildProgram
  let environment: Record<string, string>
  beforeEach(async () => {
    world = await createWorld()
    const config = path.join(world.database.dataDir, 'firstcause.yaml')
    const source = `{ kind: snapshot, dir: ${drillFolder('env_address_invalid')} }`
    writeFileSync(config, `environments: { shop: { sources: [${source}] } }\nchannels: [{ match: "inc-*", environment: shop }]\n`)
    const { slack, database } = world
    const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl }
    environment = { ...database.env, ...tokens, FIRSTCAUSE_CONFIG: config, LOG_LEVEL: 'warn' }
    program = await startProgram(environment)
  })
  afterEach(async () => {
    await program.kill()
    await world.remove()
  })

  it('loses no statement and answers each mention once, killed right after they were acknowledged', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))

    await world.ava.post(CHECKOUT, `${MENTION} we rolled back just now`, asked)
    await world.ava.post(CHECKOUT, `${MENTION} what changed?`, asked)
    await world.slack.settled()
    await program.kill()
    program = await startProgram(environment)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Noted: '))
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.includes('recorded change'))

    expect(repliesIn(world.ava, asked)).toHaveLength(4)
    await program.kill()
    const opened = await openTestStore({ database: world.database })
    const { evidence } = await storedDiagnosis(opened, asked)
    expect(evidence.filter(({ source }) => source === 'people')).toHaveLength(1)
    expect(await opened.store.verifyAudit()).toMatchObject({ brokenAt: null })
    await opened.close()
  })
})
