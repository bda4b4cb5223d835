import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/telemetry/http/allowed.ts'
import { KUBERNETES_REQUESTS } from '../../src/telemetry/live/kubernetes/allowed.ts'
import { PROMETHEUS_REQUESTS } from '../../src/telemetry/live/prometheus/allowed.ts'
import { firstcause } from '../support/command-line.ts'
import { FaultProxy } from '../support/fault-proxy.ts'
import { LiveShop } from '../support/live-shop.ts'

describe('acceptance/51 rights are small and visible', () => {
  let shop: LiveShop
  let narrow: LiveShop
  let metrics: FaultProxy
  beforeAll(async () => {
    ;[shop, narrow, metrics] = await Promise.all([
      LiveShop.open(),
      LiveShop.open({ isForbidden: (path) => /\/(?:nodes|configmaps)$/.test(path) }),
      FaultProxy.open(),
    ])
    metrics.fail({ kind: 'answer', body: '{"status":"success","data":[]}' })
  })
  afterAll(async () => void (await Promise.all([shop.close(), narrow.close(), metrics.close()])))

  it('prints every request that may be made of a source, and no other is made by a whole investigation', async () => {
    const { code, stdout } = await firstcause('doctor', '--requests')
    expect(code).toBe(0)
    for (const { method, path, reads } of [...KUBERNETES_REQUESTS, ...PROMETHEUS_REQUESTS])
      expect(stdout).toMatch(new RegExp(`^ +${method} +${RegExp.escape(path)} +${RegExp.escape(reads)}$`, 'm'))

    await firstcause('investigate', '--kubeconfig', shop.kubeconfig, '--prometheus', metrics.url)
    const split = (asked: string) => ({ method: asked.split(' ')[0] as 'GET' | 'POST', path: asked.split(' ')[1]?.split('?')[0] ?? '' })
    expect(shop.api.asked.length).toBeGreaterThan(0)
    expect(shop.api.asked.map(split).filter((request) => !isAllowed(KUBERNETES_REQUESTS, request))).toEqual([])
    expect(
      metrics.seen.map(({ method, url }) => split(`${method} ${url}`)).filter((request) => !isAllowed(PROMETHEUS_REQUESTS, request)),
    ).toEqual([])
  })

  it('says what the credentials may not see, and which manifest grants it', async () => {
    const { stdout } = await firstcause('doctor', '--kubeconfig', narrow.kubeconfig)
    expect(stdout).toContain('all namespaces: ConfigMap, Node may not be listed')
    expect(stdout).toContain('kubectl apply -f deploy/rbac/objects.yaml -f deploy/rbac/cluster-facts.yaml')
  })

  it('exits 1 when a source cannot be used, and says why and what to do', async () => {
    const nowhere = await firstcause('doctor', '--prometheus', 'http://127.0.0.1:1')
    expect([nowhere.code, nowhere.stdout]).toEqual([1, expect.stringContaining('nothing listens there')])
    const { code, stdout } = await firstcause('doctor', '--kubeconfig', '/no/such/file', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject([
      { sources: [{ findings: [{ state: 'failed', what: expect.stringContaining('there is no kubeconfig') as string }] }] },
    ])
  })

  it('tells clocks that differ', async () => {
    metrics.fail({
      kind: 'answer',
      body: '{"status":"success","data":{"resultType":"vector","result":[]}}',
      headers: { date: new Date(Date.now() - 300_000).toUTCString() },
    })
    const { stdout } = await firstcause('doctor', '--prometheus', metrics.url)
    expect(stdout).toMatch(/warning +prometheus: its clock is (?:29|30)\d s behind the clock of this machine/)
  })
})
