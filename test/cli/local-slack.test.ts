import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

describe('cli/local-slack', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'local-slack-cli-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  /** Runs the command; `onReady` is called with its output once the ready line and the tokens are there, then it is stopped. */
  async function run(args: readonly string[], onReady: (stdout: string) => Promise<void> = async () => {}): Promise<Finished> {
    const child = spawn(process.execPath, ['src/cli/main.ts', 'local-slack', '--data-dir', dir, ...args])
    let stdout = ''
    let stderr = ''
    const ready = Promise.withResolvers<void>()
    child.stderr.on('data', (part: Buffer) => {
      stderr += part.toString()
    })
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString()
      if (/SLACK_(APP_TOKEN|SIGNING_SECRET)=.+\n/.test(stdout)) ready.resolve()
    })
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
    await Promise.race([ready.promise, closed])
    if (child.exitCode === null) await onReady(stdout)
    child.kill('SIGTERM')
    return { code: await closed, stdout, stderr }
  }

  it('prints its page and what a bot needs, serves both, and stops when told to', async () => {
    const seen: unknown[] = []

    const { code, stdout } = await run(['--port', '0'], async (output) => {
      const value = (name: string) => new RegExp(`^${name}[= ](.+)$`, 'm').exec(output)?.[1] ?? ''
      const headers = { authorization: `Bearer ${value('SLACK_BOT_TOKEN')}` }
      seen.push(await (await fetch(`${value('SLACK_API_URL')}auth.test`, { method: 'POST', headers })).json())
      seen.push((await fetch(value('ready'))).status)
    })

    expect(stdout).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\/local-slack\/\n/)
    expect(seen).toMatchObject([{ ok: true, user: 'firstcause' }, 200])
    expect(code).toBe(0)
  })

  it.each([
    ['a port that is none', ['--port', 'many'], 2, '--port many is no port number'],
    ['a manifest that is not there', ['--manifest', 'nowhere.yml'], 1, 'cannot read the app manifest nowhere.yml'],
  ])('names what is wrong with %s', async (_, args, code, sentence) => {
    const finished = await run(args)

    expect(finished).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(sentence) })
    expect(finished.stderr).not.toContain('    at ')
  })

  it('names the fields of a file that is no manifest', async () => {
    const file = path.join(dir, 'manifest.yml')
    writeFileSync(file, 'display_information: {}\n')

    const { code, stderr } = await run(['--manifest', file])

    expect(code).toBe(1)
    expect(stderr).toContain('display_information.name')
  })
})
