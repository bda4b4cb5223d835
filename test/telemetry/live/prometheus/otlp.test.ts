import { beforeAll, describe, expect, it } from 'vitest'
import { createIdentities } from '../../../../src/telemetry/identity/identities.ts'
import { openPrometheus } from '../../../../src/telemetry/live/prometheus/open.ts'
import { plainAsk } from '../../../support/plain-ask.ts'

const prometheus = process.env['TEST_PROMETHEUS_URL'] ?? ''
const MINUTE_MS = 60_000
const INTERVAL_SECONDS = 30
const MINUTES = 40
const FAULT_MINUTE = 30
const BOUNDS = [0.01, 0.1, 1]

// What a service counts itself goes to Prometheus as OpenTelemetry says it, and Prometheus names it: units, suffixes, job, instance and target_info are its own.

type Attributes = Readonly<Record<string, string | number>>

function attributes(all: Attributes) {
  return Object.entries(all).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }))
}

/** Requests since the beginning that ended with a status: two a second; a quarter of them fail in the last ten minutes, and all take ten times as long. */
function points(start: number, { status, share }: { readonly status: number; readonly share: (second: number) => number }) {
  const seconds = Array.from({ length: (MINUTES * 60) / INTERVAL_SECONDS }, (_, index) => index * INTERVAL_SECONDS)
  return seconds.flatMap((second) => {
    const [calm, fault] = [share(Math.min(second, FAULT_MINUTE * 60)), share(second) - share(Math.min(second, FAULT_MINUTE * 60))].map(
      Math.floor,
    )
    const count = (calm ?? 0) + (fault ?? 0)
    const point = {
      attributes: attributes({ 'http.request.method': 'GET', 'http.response.status_code': status }),
      startTimeUnixNano: `${start}000000`,
      timeUnixNano: `${start + second * 1000}000000`,
      count: String(count),
      sum: count * 0.05,
      explicitBounds: BOUNDS,
      bucketCounts: ['0', String(calm), String(fault), '0'],
    }
    return count === 0 ? [] : [point]
  })
}

async function send(service: string, start: number): Promise<void> {
  const during = (second: number) => Math.max(0, second - FAULT_MINUTE * 60)
  const dataPoints = [
    ...points(start, { status: 200, share: (second) => 2 * second - during(second) / 2 }),
    ...points(start, { status: 503, share: (second) => during(second) / 2 }),
  ]
  const resource = {
    'service.name': service,
    'service.namespace': 'anything',
    'service.instance.id': 'checkout-1',
    'k8s.namespace.name': 'shop',
  }
  const metric = { name: 'http.server.request.duration', unit: 's', histogram: { aggregationTemporality: 2, dataPoints } }
  const body = {
    resourceMetrics: [{ resource: { attributes: attributes(resource) }, scopeMetrics: [{ scope: { name: 'http' }, metrics: [metric] }] }],
  }
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${prometheus}/api/v1/otlp/v1/metrics`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`the server did not take the metrics: ${answer.status} ${await answer.text()}`)
}

describe.skipIf(prometheus === '')(
  'telemetry/live/prometheus on a Prometheus that OpenTelemetry writes to (set TEST_PROMETHEUS_URL)',
  () => {
    const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
    const service = `checkout-${now}`
    const window = { start: new Date(now - MINUTES * MINUTE_MS), end: new Date(now) }

    beforeAll(async () => send(service, window.start.getTime()))

    it('finds the service where target_info says it runs, with what failed and how long it took', async () => {
      const { ask } = plainAsk(prometheus)
      const telemetry = openPrometheus({ name: 'metrics', ask, window, identify: () => Promise.resolve(createIdentities([])) })

      const reading = await telemetry.read({ kind: 'service_calls', window, stepSeconds: 60 }, { signal: new AbortController().signal })
      const row = 'rows' in reading ? reading.rows.find((one) => one.service === `shop/Service/${service}`) : undefined

      expect(reading).toMatchObject({ status: 'ok' })
      expect(row?.counts.slice(10, 28).map((count) => Math.round(count ?? 0))).toEqual(Array.from({ length: 18 }, () => 120))
      // The first rates are taken over less than their range.
      expect(row?.errors.slice(2, 30)).toEqual(Array.from({ length: 28 }, () => 0))
      expect(row?.errors.slice(33, 39).map((count) => Math.round(count ?? 0))).toEqual(Array.from({ length: 6 }, () => 30))
      expect(row?.p95Ms.slice(20, 21).map((value) => Math.round(value ?? 0))).toEqual([96])
      expect(row?.p95Ms.slice(36, 37).map((value) => Math.round(value ?? 0))).toEqual([955])
    })
  },
)
