import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { configSchema } from '../../src/config.ts'
import { createTelemetry } from '../../src/program/telemetry.ts'

let dir: string
beforeEach(() => void (dir = mkdtempSync(path.join(os.tmpdir(), 'telemetry-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: "https://127.0.0.1:1" } }]
users: [{ name: u, user: { token: t } }]
contexts: [{ name: here, context: { cluster: c, user: u } }]
current-context: here
`

it('a source that could not be opened is tried again by the next run, and one that is open is kept', async () => {
  const kubeconfig = path.join(dir, 'kubeconfig')
  const sources = [
    { kind: 'kubernetes', name: 'prod', kubeconfig },
    { kind: 'prometheus', url: 'http://127.0.0.1:1' },
  ]
  const config = configSchema.parse({ environments: { shop: { sources } }, channels: [] })
  const telemetry = createTelemetry(config, {
    variable: () => undefined,
    now: () => performance.now(),
    readJournal: () => Promise.resolve(null),
  })
  const kinds = async () => {
    const { source } = await telemetry.sourceOf('shop', { ends: null, now: new Date() })
    return 'live' in source ? source.live.sources.map(({ kind }) => kind) : []
  }
  expect(await kinds()).toEqual(['closed', 'prometheus'])
  writeFileSync(kubeconfig, KUBECONFIG)
  expect(await kinds()).toEqual(['kubernetes', 'prometheus'])
  rmSync(kubeconfig)
  expect(await kinds()).toEqual(['kubernetes', 'prometheus'])
  await telemetry.close()
})

it('an environment that is not configured is refused', async () => {
  const config = configSchema.parse({ environments: { shop: { sources: [{ kind: 'snapshot', dir }] } }, channels: [] })
  const telemetry = createTelemetry(config, {
    variable: () => undefined,
    now: () => performance.now(),
    readJournal: () => Promise.resolve(null),
  })
  await expect(telemetry.sourceOf('gone', { ends: null, now: new Date() })).rejects.toMatchObject({ code: 'config_missing' })
  await telemetry.close()
})
