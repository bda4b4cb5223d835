import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServedObject } from '../../benchmarks/live/object-api.ts'
import { firstcause } from '../support/command-line.ts'
import { FAULT_MINUTE, hourFrom, shopMetrics } from '../support/invented-metrics.ts'
import { LiveShop } from '../support/live-shop.ts'
import { hasPrometheus, startPrometheus, type RunningPrometheus } from '../../benchmarks/live/start-prometheus.ts'

const isThere = hasPrometheus()
const whyNot = isThere ? '' : '(skipped: Debian’s prometheus with promtool is not on this machine)'

/** A Deployment of one pod, whose programs call themselves something else, and its Service. */
function workload(namespace: string, name: string, telemetryName: string): readonly ServedObject[] {
  const labels = { app: name }
  const container = { name, image: `registry.example/${name}:1`, env: [{ name: 'OTEL_SERVICE_NAME', value: telemetryName }] }
  const template = { metadata: { labels }, spec: { containers: [container] } }
  const made = { namespace, creationTimestamp: '2026-05-01T08:00:00Z' }
  return [
    {
      kind: 'Deployment',
      metadata: { name, ...made },
      spec: { replicas: 1, selector: { matchLabels: labels }, template },
      status: { replicas: 1, readyReplicas: 1, updatedReplicas: 1 },
    },
    { kind: 'Service', metadata: { name: `${name}-front`, ...made }, spec: { selector: labels, ports: [{ port: 80 }] } },
  ]
}

describe.runIf(isThere || process.env['CI'] === 'true')(`acceptance/54 names are joined ${whyNot}`, () => {
  let metrics: RunningPrometheus
  const window = hourFrom(new Date('2026-05-27T13:00:00Z'))
  beforeAll(async () => {
    metrics = await startPrometheus(shopMetrics(window.start, 'openmetrics'))
  })
  afterAll(() => metrics.stop())

  async function investigate(objects: readonly ServedObject[]): Promise<string> {
    const shop = await LiveShop.open({ objects, now: window.end })
    try {
      const period = ['--from', window.start.toISOString(), '--to', window.end.toISOString()]
      const { stdout } = await firstcause('investigate', '--kubeconfig', shop.kubeconfig, '--prometheus', metrics.url, ...period)
      return stdout
    } finally {
      await shop.close()
    }
  }

  it(`what telemetry calls payments, failing since minute ${FAULT_MINUTE}, is the Service in front of the pods that call themselves so`, async () => {
    const said = await investigate([...workload('shop', 'till', 'payments'), ...workload('shop', 'storefront', 'storefront')])
    expect(said).toContain('shop/Service/till-front')
    expect(said).not.toContain('Service/payments')
  })

  it('a name that fits two objects is reported, and neither is accused', async () => {
    const said = await investigate([...workload('shop', 'till', 'payments'), ...workload('shop', 'till-old', 'payments')])
    expect(said).toContain('"payments shop" may be shop/Service/till-front or shop/Service/till-old-front')
    expect(said).not.toMatch(/Root cause: shop\/(?:Service|Deployment)\/till/)
  })
})
