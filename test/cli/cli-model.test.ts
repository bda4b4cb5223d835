import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openCliModel } from '../../src/cli/cli-model.ts'

const CONFIG = `
environments: { shop: { sources: [{ kind: snapshot, dir: ./incident }] } }
channels: [{ match: "inc-*", environment: shop }]
models: { own: { provider: anthropic, api: messages, id: m } }
`

describe('src/cli/cli-model', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'firstcause-cli-model-'))
    vi.stubEnv('FIRSTCAUSE_CONFIG', path.join(dir, 'firstcause.yaml'))
    vi.stubEnv('ANTHROPIC_API_KEY', 'made-up-key-of-a-test')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(dir, { recursive: true })
  })

  async function open(more = '') {
    writeFileSync(path.join(dir, 'firstcause.yaml'), `${CONFIG}${more}`)
    return (await openCliModel('own'))(new AbortController().signal)
  }

  it('says that this command has no history', async () => {
    const { findSimilar } = await open()

    expect(await findSimilar('orders')).toEqual({
      kind: 'unavailable',
      why: 'This command opens no database: no history of past incidents is available to it.',
    })
  })

  it('searches the runbooks that are configured, and says when none are', async () => {
    mkdirSync(path.join(dir, 'runbooks'))
    writeFileSync(path.join(dir, 'runbooks', 'a.md'), '# Orders\nrestart')

    const without = await open()
    const { searchRunbooks } = await open('runbooks: { dir: ./runbooks }')

    expect(await without.searchRunbooks('orders')).toEqual({ kind: 'unavailable', why: 'No runbooks are configured.' })
    expect(await searchRunbooks('orders')).toMatchObject({ passages: [{ file: 'runbooks/a.md', heading: 'Orders', line: 1 }] })
  })

  it('stops with one message when the runbooks cannot be read', async () => {
    await expect(open('runbooks: { dir: [./one, ./two] }')).rejects.toThrow(/one does not exist\n.*two does not exist/)
  })
})
