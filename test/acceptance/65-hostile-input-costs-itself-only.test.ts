import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { drillFolder } from '../support/drill.ts'
import {
  blockText,
  CHECKOUT,
  createWorld,
  DELIVERY,
  hasButton,
  MENTION,
  repliesIn,
  startTestBot,
  waitForAnswer,
  type TestBot,
  type TestWorld,
} from '../support/firstcause.ts'
import { AVA } from '../support/slack-user.ts'
import { storedDiagnosis } from '../support/stored.ts'

describe('acceptance/65 hostile input costs itself only', () => {
  let world: TestWorld
  let bot: TestBot
  beforeEach(async () => {
    world = await createWorld()
    const incident = drillFolder('env_address_invalid')
    const stuck = path.join(world.database.dataDir, 'stuck')
    cpSync(incident, stuck, { recursive: true })
    writeFileSync(path.join(stuck, 'STUCK'), '')
    bot = await startTestBot(world, {
      entry: new URL('../support/stuck-entry.ts', import.meta.url),
      config: {
        environments: {
          shop: { sources: [{ kind: 'snapshot', dir: incident }] },
          stuck: { sources: [{ kind: 'snapshot', dir: stuck }] },
        },
        channels: [
          { match: 'inc-checkout', environment: 'stuck' },
          { match: 'inc-*', environment: 'shop' },
        ],
        isolation: { stallSeconds: 5 },
      },
    })
  })
  afterEach(async () => {
    await bot.stop()
    await world.remove()
  })

  /** Asks about the incident whose logs hold a process, and waits until it is at them. */
  async function askStuck() {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)
    const progress = await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.includes('reading logs'))
    return { asked, progress }
  }

  it('answers another incident and its health while one cannot be read, then answers that one without the part, named', async () => {
    const { asked } = await askStuck()

    const other = await world.ava.post(DELIVERY, `${MENTION} why?`)
    const healthy = await waitForAnswer(world.ava, other)
    const health = await fetch(`${bot.origin}/healthz`)

    expect(health.status).toBe(200)
    expect(blockText(healthy)).toContain('verified')
    expect(repliesIn(world.ava, asked)).toHaveLength(1)
    const answer = await waitForAnswer(world.ava, asked)
    const hasEnded = async () => (await storedDiagnosis(bot, asked)).investigation.state === 'answered'
    await vi.waitUntil(hasEnded, { timeout: 60_000, interval: 100 })
    const { diagnosis, evidence } = await storedDiagnosis(bot, asked)
    expect(blockText(answer)).toContain('kept a processor busy for more than 5 s without a pause')
    expect(diagnosis.notChecked).toContainEqual({
      source: 'logs',
      why: 'left out, because it kept a processor busy for more than 5 s without a pause',
    })
    expect(diagnosis.rootCauses.map(({ confidenceWord }) => confidenceWord)).not.toContain('verified')
    expect(new Set(evidence.map(({ id }) => id)).size).toBe(evidence.length)
    expect(bot.log.filter((line) => line.includes('was ended'))).toHaveLength(1)
  })

  it('stops although its process does not hear it, and answers from what was read', async () => {
    const { asked, progress } = await askStuck()

    await world.ava.click(progress, 'stop_run')
    const answer = await waitForAnswer(world.ava, asked)

    expect(blockText(answer)).toContain(`Stopped early by <@${AVA}>`)
    await world.ava.waitForMessage((message) => message.ts === progress.ts && !hasButton(message, 'stop_run'))
  })

  it('ends with the program, and leaves no temporary file', async () => {
    const { asked } = await askStuck()

    await bot.stop()

    expect(readdirSync(path.join(world.database.dataDir, 'tmp'))).toEqual([])
    expect(repliesIn(world.ava, asked)).toHaveLength(1)
  })
})
