import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from './support/program.ts'

describe('main', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'firstcause-main-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('ends with 2 and names the missing variable when the Slack set is incomplete', async () => {
    const { code, stdout, stderr } = await runProgram({ SLACK_BOT_TOKEN: 'xoxb-secret-1', FIRSTCAUSE_DATA_DIR: folder })

    expect(code).toBe(2)
    expect(stderr).toContain('SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is not set')
    expect(stderr).not.toContain('secret-1')
    expect(stdout).toBe('')
  })

  it('ends with 2 and lists what is wrong with the configuration, without a stack trace', async () => {
    const file = path.join(folder, 'firstcause.yaml')
    writeFileSync(file, 'environments: {}\nchannels: [{ match: "inc-*", environment: shop }]\nextra: 1\n')

    const { code, stderr } = await runProgram({ FIRSTCAUSE_CONFIG: file, FIRSTCAUSE_DATA_DIR: folder })

    expect(code).toBe(2)
    expect(stderr).toContain('top level: unknown key "extra"')
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('ends with 1 and says what to do when Slack does not know the token', async () => {
    const { code, stderr } = await runProgram({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      // Nobody listens on this port of the machine itself.
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      FIRSTCAUSE_DATA_DIR: folder,
      FIRSTCAUSE_CONFIG: writeConfig(folder),
    })

    expect(code).toBe(1)
    expect(stderr).toContain('Slack did not answer when asked to say who the bot is.')
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})

function writeConfig(folder: string): string {
  const file = path.join(folder, 'good.yaml')
  writeFileSync(file, 'environments: { shop: { sources: [{ kind: snapshot, dir: . }] } }\nchannels: []\n')
  return file
}
