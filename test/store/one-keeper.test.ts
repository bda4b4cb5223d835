import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ObjectApi } from '../../benchmarks/live/object-api.ts'
import { configSchema } from '../../src/config.ts'
import { DEFAULT_LIMITS, type Limits } from '../../src/isolation/limits.ts'
import { createLogger } from '../../src/logger.ts'
import { startJournals, type RunningJournals } from '../../src/program/journals.ts'
import { openHttp, type HttpReader } from '../../src/telemetry/http/open-http.ts'
import type { Links } from '../../src/telemetry/link/open-links.ts'
import { KUBERNETES_REQUESTS } from '../../src/telemetry/live/kubernetes/allowed.ts'
import { JOURNALED } from '../../src/telemetry/live/kubernetes/kinds.ts'
import { openTestStore, type TestStore } from '../support/database.ts'

const ENTRY = new URL('../../src/isolation/journal-entry.ts', import.meta.url)

describe('one keeper for each cluster', () => {
  let test: TestStore
  let api: ObjectApi
  let reader: HttpReader
  let folder: string
  const log: string[] = []
  beforeAll(async () => {
    test = await openTestStore()
    api = await ObjectApi.open({
      objects: [{ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'cart', namespace: 'shop' }, data: {} }],
    })
    reader = openHttp({ name: 'prod', address: api.url, allowed: KUBERNETES_REQUESTS })
    folder = mkdtempSync(path.join(os.tmpdir(), 'keepers-'))
  })
  afterAll(async () => {
    await Promise.all([reader.close(), api.close(), test.close()])
    rmSync(folder, { recursive: true })
  })

  /** What one replica of the program does. */
  function replica(environment: string, limits: Partial<Limits> = {}): RunningJournals {
    const links: Links = {
      sources: [{ kind: 'kubernetes', name: 'prod', namespaces: null, ownNamespace: 'default' }],
      ask: (_name, ...asked) => reader.ask(...asked),
      follow: (_name, ...followed) => reader.follow(...followed),
      close: () => Promise.resolve(),
    }
    const sources = [{ kind: 'kubernetes', name: 'prod', kubeconfig: 'none' }]
    return startJournals({
      config: configSchema.parse({ environments: { [environment]: { sources } }, channels: [] }),
      store: test.store,
      linksOf: () => Promise.resolve(links),
      process: {
        entry: ENTRY,
        limits: { ...DEFAULT_LIMITS, ...limits },
        temporaryBase: folder,
        mayRead: [],
        environment: {},
        onBreakdown: () => undefined,
      },
      clock: () => new Date(),
      newId: randomUUID,
      logger: createLogger('info', { write: (line) => void log.push(line) }),
    })
  }

  const state = async (cluster: string) => (await test.store.journalStates()).find((one) => one.cluster === cluster)

  it('whatever the number of replicas; when it ends, another takes over and says from when to when nobody watched', async () => {
    const first = replica('shop')
    await expect.poll(() => api.watches.count).toBe(JOURNALED.length)
    const second = replica('shop')
    await expect.poll(async () => (await state('shop/prod'))?.versions).toBe(1)
    expect(api.watches.count).toBe(JOURNALED.length)
    await first.close()
    await expect.poll(() => api.watches.count, { timeout: 60_000 }).toBe(JOURNALED.length)
    expect(api.watches.opened).toBe(2 * JOURNALED.length)
    const gaps = async () => (await test.store.readJournal('shop/prod', new Date(0)))?.gaps.filter(({ kind }) => kind === 'ConfigMap')
    await expect.poll(gaps).toMatchObject([
      { from: null, reason: 'start', to: expect.any(Date) as Date },
      { from: expect.any(Date) as Date, reason: 'start', to: expect.any(Date) as Date },
    ])
    await second.close()
    await expect.poll(() => api.watches.count).toBe(0)
    expect(await state('shop/prod')).toMatchObject({ versions: 1 })
  })

  it('whose process is ended is started again, and ends nothing else', async () => {
    const journals = replica('heavy', { memoryBytes: 1_000_000 })
    await expect.poll(() => log.filter((line) => line.includes('the journal of a cluster is interrupted')).length).toBeGreaterThan(1)
    expect(log.join('\n')).toContain('heavy/prod')
    await journals.close()
    await expect.poll(() => api.watches.count).toBe(0)
  })
})
