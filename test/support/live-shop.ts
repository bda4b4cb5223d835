import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ObjectApi, type ServedCluster, type ServedObject } from '../../benchmarks/live/object-api.ts'
import { BROKEN_AT, deployed, envOf, HEALTHY, unready } from './shop-objects.ts'

const MINUTES_MS = 60_000
/** How long ago the invented shop broke. */
const BROKEN_MINUTES = 12

/** The shop whose basket names a ConfigMap that is not there, broken twelve minutes ago by this machine's clock. */
function brokenShop(): readonly ServedObject[] {
  const waiting = { waiting: { reason: 'CreateContainerConfigError', message: 'configmap "price-list" not found' } }
  const broken = deployed('basket', { container: envOf('price-list'), pod: unready(waiting) })
  const names = new Set(broken.map(({ kind, metadata }) => `${kind}/${metadata.name}`))
  const objects = [...HEALTHY.filter(({ kind, metadata }) => !names.has(`${kind}/${metadata.name}`)), ...broken]
  const brokenAt = new Date(Date.now() - BROKEN_MINUTES * MINUTES_MS).toISOString().replace(/\.\d+/, '')
  return JSON.parse(JSON.stringify(objects).replaceAll(BROKEN_AT, brokenAt)) as readonly ServedObject[]
}

/** An API server of these objects with a kubeconfig that leads to it. */
export class LiveShop {
  readonly api: ObjectApi
  readonly kubeconfig: string
  readonly #dir: string

  private constructor(api: ObjectApi) {
    this.api = api
    this.#dir = mkdtempSync(path.join(os.tmpdir(), 'live-shop-'))
    this.kubeconfig = path.join(this.#dir, 'kubeconfig')
    const cluster = { name: 'shop', cluster: { server: api.url, 'insecure-skip-tls-verify': true } }
    const user = { name: 'reader', user: { token: 'token-of-the-reader' } }
    const context = { name: 'shop', context: { cluster: 'shop', user: 'reader', namespace: 'shop' } }
    const file = { apiVersion: 'v1', kind: 'Config', clusters: [cluster], users: [user], contexts: [context], 'current-context': 'shop' }
    writeFileSync(this.kubeconfig, JSON.stringify(file))
  }

  static async open(served: Partial<ServedCluster> = {}): Promise<LiveShop> {
    return new LiveShop(await ObjectApi.open({ objects: brokenShop(), ...served }))
  }

  async close(): Promise<void> {
    await this.api.close()
    rmSync(this.#dir, { recursive: true })
  }
}
