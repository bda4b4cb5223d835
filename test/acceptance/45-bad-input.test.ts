import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecorded } from '../../src/telemetry/open.ts'
import { CHECKOUT, createWorld, hasButton, MENTION, repliesIn, startTestBot, type TestBot, type TestWorld } from '../support/firstcause.ts'

describe('acceptance/45 bad input, as far as Slack shows it', () => {
  let world: TestWorld
  let bot: TestBot
  let empty: string
  beforeAll(async () => {
    empty = mkdtempSync(path.join(tmpdir(), 'firstcause-empty-'))
    world = await createWorld()
    const folders = [empty, path.join(empty, 'nowhere')]
    bot = await startTestBot(world, { telemetry: () => openRecorded(folders.shift() ?? empty) })
  })
  afterAll(async () => {
    await bot.stop()
    await world.remove()
    rmSync(empty, { recursive: true, force: true })
  })

  it.each(['an empty folder', 'a folder that is not there'])('names %s and what to do in the thread, once, and ends the run', async () => {
    const asked = await world.ava.post(CHECKOUT, `${MENTION} why?`)

    const failed = await world.ava.waitForMessage((message) => message.thread_ts === asked && message.text.startsWith('I could not finish'))

    expect(failed.text).toContain(empty)
    expect(failed.text).toMatch(/Name the folder that holds the recorded files\.$/)
    expect(hasButton(failed, 'stop_run')).toBe(false)
    expect(repliesIn(world.ava, asked)).toHaveLength(1)
    const [run] = await bot.store.findInvestigationsInThread({ teamId: 'T0FIRST0001', channelId: CHECKOUT, threadTs: asked })
    expect(run?.id).toBeDefined()
  })
})
