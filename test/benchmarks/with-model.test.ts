import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { careful } from '../../benchmarks/discipline/careful.ts'
import { startModelServer, type ModelServer } from '../../benchmarks/discipline/server.ts'
import type { Prediction } from '../../benchmarks/run-set.ts'
import { drillFolder } from '../support/drill.ts'
import { findSharedData } from '../support/shared-data.ts'

const CASES = 2
const PRICE = '{ asOf: 2026-11-01, inputPerMTok: 3, cachedPerMTok: 0.3, outputPerMTok: 15 }'
// What differs between the wires is held by test/agent; here each is opened from the configuration once.
const WIRES = [
  ['messages', `{ provider: anthropic, api: messages, id: scripted-1, price: ${PRICE} }`, /\d USD/],
  ['responses', `{ provider: openai, api: responses, id: scripted-1, price: ${PRICE} }`, /\d USD/],
  ['chat', '{ provider: openai, api: chat, id: scripted-1 }', /cost unknown/],
] as const
/** The wire over which a second set of incidents is read. */
const SECOND_SET_WIRE = 'messages'
const shared = findSharedData('rootcausebench-dev')

// The command as people run it; only the address and the key in its environment are the test's.
describe.each(WIRES)('benchmarks with a model over %s', (api, entry, cost) => {
  let server: ModelServer
  let dir: string
  beforeAll(async () => {
    server = await startModelServer(careful)
    dir = mkdtempSync(path.join(tmpdir(), 'bench-model-'))
    writeFileSync(path.join(dir, 'firstcause.yaml'), `environments: {}\nchannels: []\nmodels: { scripted: ${entry} }\n`)
    mkdirSync(path.join(dir, 'drills', 'cases'), { recursive: true })
    symlinkSync(drillFolder('env_address_invalid'), path.join(dir, 'drills', 'cases', 'one'))
  })
  afterAll(async () => {
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  async function bench(set: string, data: string) {
    const out = path.join(dir, `${set}.jsonl`)
    const child = spawn(process.execPath, ['benchmarks/main.ts', set, '--data', data, '--out', out, '--model', 'scripted'], {
      env: {
        PATH: process.env['PATH'] ?? '',
        FIRSTCAUSE_CONFIG: path.join(dir, 'firstcause.yaml'),
        ANTHROPIC_API_KEY: 'made-up-key-of-a-test',
        ANTHROPIC_BASE_URL: server.url,
        OPENAI_API_KEY: 'made-up-key-of-a-test',
        OPENAI_BASE_URL: server.openAiUrl,
      },
    })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()))
    const [code] = (await once(child, 'close')) as [number | null]
    const lines = code === 0 ? readFileSync(out, 'utf8').trim().split('\n') : []
    return { code, stderr, predictions: lines.map((line) => JSON.parse(line) as Prediction) }
  }

  it('runs drills, and says what that cost', async () => {
    const { code, stderr, predictions } = await bench('drills', path.join(dir, 'drills'))

    expect([code, stderr]).toEqual([0, expect.stringMatching(cost)])
    expect(stderr).toMatch(/1 cases: \d+ input tokens \(\d+ from the cache\), \d+ output tokens/)
    expect(predictions.map(({ diagnosis }) => [diagnosis?.versions.model, diagnosis?.stats.modelEnding])).toEqual([
      ['scripted', 'submitted'],
    ])
    expect(new Set(server.seen.map((request) => request.api))).toEqual(new Set([api]))
  })

  if (api !== SECOND_SET_WIRE) return

  it.skipIf('missing' in shared)('runs RootCauseBench', async () => {
    const root = 'dir' in shared ? shared.dir : ''
    mkdirSync(path.join(dir, 'rcb', 'cases'), { recursive: true })
    for (const id of readdirSync(path.join(root, 'cases')).sort().slice(0, CASES))
      symlinkSync(path.join(root, 'cases', id), path.join(dir, 'rcb', 'cases', id))

    const { code, predictions } = await bench('rootcausebench', path.join(dir, 'rcb'))

    expect(code).toBe(0)
    expect(predictions.map(({ diagnosis }) => diagnosis?.stats.modelEnding)).toEqual(Array.from({ length: CASES }, () => 'submitted'))
  })
})
