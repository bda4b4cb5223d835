import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { turnsSoFar } from '../../benchmarks/discipline/script.ts'
import { startModelServer, type ModelServer } from '../../benchmarks/discipline/server.ts'
import { openTestStore } from '../support/database.ts'
import { drillFolder } from '../support/drill.ts'
import { CHECKOUT, createWorld, MENTION, repliesIn, waitForAnswer, type TestWorld } from '../support/firstcause.ts'
import { startProgram, type ChildProgram } from '../support/program.ts'
import { storedDiagnosis } from '../support/stored.ts'

/** Responses that the run has when it is killed, of the careful model's eight. */
const TURNS_BEFORE_KILL = 4

/** Two starts of the whole program and a drill that is read from its files, on a machine that does other things too. */
const TEST_TIMEOUT_MS = 180_000

describe('acceptance/43 survives kill -9 in the middle of a run with a model', () => {
  let world: TestWorld
  let server: ModelServer
  let program: ChildProgram
  beforeEach(async () => {
    world = await createWorld()
  })
  afterEach(async () => {
    await program.kill()
    await server.close()
    await world.remove()
  })

  it('goes on with the same conversation and asks for no response twice', { timeout: TEST_TIMEOUT_MS }, async () => {
    const reached = Promise.withResolvers<void>()
    let isHeld = true
    server = await startModelServer((request) => {
      if (!isHeld || turnsSoFar(request) < TURNS_BEFORE_KILL) return careful(request)
      reached.resolve()
      return { kind: 'hang' }
    })
    const environment = writeEnvironment(world, server)
    program = await startProgram(environment)
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)

    await reached.promise
    await program.kill()
    isHeld = false
    const before = server.seen.length
    program = await startProgram(environment)
    await waitForAnswer(world.ava, asked)
    await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('Done with'))
    await program.kill()

    const opened = await openTestStore({ database: world.database })
    const { diagnosis, investigation } = await storedDiagnosis(opened, asked)
    const turns = await opened.store.loadTurns(investigation.id)
    const audit = await opened.store.verifyAudit()
    await opened.close()
    const conversations = server.seen.filter(({ toolNames }) => toolNames.includes('submit_diagnosis'))
    // Each number of earlier responses was asked with once, and the one that was in flight when the process died once more.
    expect(conversations.map(turnsSoFar)).toEqual([0, 1, 2, 3, 4, 4, 5, 6, 7])
    expect(conversations[before]?.messages).toEqual(conversations[before - 1]?.messages)
    expect(turns).toHaveLength(8)
    expect(diagnosis.stats).toMatchObject({ turns: 8, modelEnding: 'submitted' })
    expect(audit).toMatchObject({ brokenAt: null })
    expect(repliesIn(world.ava, asked)).toHaveLength(2)
  })
})

function writeEnvironment({ slack, database }: TestWorld, { url }: ModelServer): Record<string, string> {
  const config = path.join(database.dataDir, 'firstcause.yaml')
  const lines = [
    `environments: { shop: { sources: [{ kind: snapshot, dir: ${drillFolder('env_address_invalid')} }], model: scripted } }`,
    'channels: [{ match: "inc-*", environment: shop }]',
    'models: { scripted: { provider: anthropic, api: messages, id: scripted-1 } }',
  ]
  writeFileSync(config, `${lines.join('\n')}\n`)
  return {
    ...database.env,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ANTHROPIC_API_KEY: 'made-up-key-of-a-test',
    ANTHROPIC_BASE_URL: url,
    FIRSTCAUSE_CONFIG: config,
    LOG_LEVEL: 'warn',
  }
}
