import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { blockText, CHECKOUT, MENTION, waitForAnswer } from '../support/firstcause.ts'
import { startProgram, type ChildProgram } from '../support/program.ts'
import { AVA, SlackUser } from '../support/slack-user.ts'

/** The bar of acceptance 41, for everything after the installation. */
const WITHIN_MS = 120_000

describe('acceptance/41 first value with no keys', () => {
  let database: TestDatabase
  let cwd: string
  let program: ChildProgram
  let ava: SlackUser
  const startedAt = performance.now()
  beforeAll(async () => {
    database = await createTestDatabase()
    // A folder without firstcause.yaml, as on a fresh machine.
    cwd = mkdtempSync(path.join(tmpdir(), 'firstcause-fresh-'))
    program = await startProgram(database.env, { cwd })
    ava = await SlackUser.join(program.url)
  })
  afterAll(async () => {
    ava.leave()
    await program.kill()
    rmSync(cwd, { recursive: true, force: true })
    await database.remove()
  })

  it('prints one address on standard output and what to type on the other', () => {
    expect(program.output.stdout).toEqual([`ready ${program.url}`])
    expect(program.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/local-slack\/$/)
    expect(program.output.stderr.join('\n')).toContain('In #inc-checkout type: @firstcause')
  })

  it('answers a mention in the browser with receipts and stores the verdict of a click, in under two minutes', async () => {
    const asked = await ava.post(CHECKOUT, `${MENTION} why is checkout failing?`)
    const answer = await waitForAnswer(ava, asked)

    await ava.click(answer, 'verdict_confirmed')
    const judged = await ava.waitForMessage((message) => message.ts === answer.ts && blockText(message).includes(`*Approved* by <@${AVA}>`))

    expect(blockText(judged)).toMatch(/\*R1\* \w+, 20\d\d-/)
    expect(performance.now() - startedAt).toBeLessThan(WITHIN_MS)
  })

  it('says that it lives, that it is ready, and how busy it is', async () => {
    const { origin } = new URL(program.url)
    const [health, ready, metrics] = await Promise.all(['healthz', 'readyz', 'metrics'].map((name) => fetch(`${origin}/${name}`)))

    expect(health?.status).toBe(200)
    expect(await ready?.json()).toEqual({ database: 'ready' })
    expect(await metrics?.text()).toContain('firstcause_queue_jobs{queue="investigation",state="ready"} 0')
  })

  it('ends cleanly when asked to', async () => {
    expect(await program.stop()).toBe(0)
  })
})
