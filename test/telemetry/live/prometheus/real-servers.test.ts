import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../../../../src/causal/diagnose.ts'
import type { Query } from '../../../../src/domain/reading.ts'
import type { TimeWindow } from '../../../../src/domain/time-window.ts'
import { openLedger } from '../../../../src/evidence/ledger.ts'
import { groupFacts } from '../../../../src/investigation/group-facts.ts'
import { isAllowed } from '../../../../src/telemetry/http/allowed.ts'
import { createIdentities } from '../../../../src/telemetry/identity/identities.ts'
import { PROMETHEUS_REQUESTS } from '../../../../src/telemetry/live/prometheus/allowed.ts'
import { checkPrometheus } from '../../../../src/telemetry/live/prometheus/check.ts'
import { openPrometheus } from '../../../../src/telemetry/live/prometheus/open.ts'
import { FAULT_MINUTE, hourFrom, shopMetrics } from '../../../support/invented-metrics.ts'
import { plainAsk } from '../../../support/plain-ask.ts'
import { hasPrometheus, startPrometheus, type RunningPrometheus } from '../../../../benchmarks/live/start-prometheus.ts'

const isCi = process.env['CI'] === 'true'
const victoria = process.env['TEST_VICTORIAMETRICS_URL']
const MINUTE_MS = 60_000
const SIGNAL = new AbortController().signal

/** A rule that evaluates and is quiet now; the history says that it fired. */
const RULES = `groups:
- name: shop
  rules:
  - alert: PaymentsFail
    expr: absent(no_such_metric) > 1
    labels: {severity: page}
    annotations: {summary: "payments of {{ $labels.k8s_namespace_name }} fail"}
`

interface Server {
  readonly url: string
  readonly window: TimeWindow
  /** Sent with each request. */
  readonly always?: Readonly<Record<string, string>>
}

function opened({ url, window, always }: Server) {
  const { ask, asked } = plainAsk(url, always)
  const telemetry = openPrometheus({ name: 'metrics', ask, window, identify: () => Promise.resolve(createIdentities([])) })
  const read = async (query: Query) => telemetry.read(query, { signal: SIGNAL })
  return { asked, read, stepped: (kind: 'service_calls' | 'call_edges' | 'series') => read({ kind, window, stepSeconds: 60 }) }
}

/** Minute by minute, from one to another, without what floating point adds. */
function minutes(values: unknown, from: number, to: number): readonly unknown[] {
  const rounded = (value: unknown) => (typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value)
  return Array.isArray(values) ? values.slice(from, to).map(rounded) : []
}

function rowsOf(reading: object): readonly Readonly<Record<string, unknown>>[] {
  return 'rows' in reading && Array.isArray(reading.rows) ? reading.rows : []
}

function tellsOfTheShop(server: () => Server) {
  const readRows = async (kind: 'service_calls' | 'call_edges' | 'series') => rowsOf(await opened(server()).stepped(kind))

  it('counts what each service was asked, what failed of it and how long it took', async () => {
    const rows = await readRows('service_calls')
    const payments = rows.find(({ service }) => service === 'shop/Service/payments')

    expect(rows.map(({ service }) => service)).toEqual(['shop/Service/catalog', 'shop/Service/payments', 'shop/Service/storefront'])
    expect(payments).toMatchObject({ stepSeconds: 60, countedIn: 'metrics' })
    expect(minutes(payments?.['counts'], 5, 40)).toEqual(Array.from({ length: 35 }, () => 240))
    // No series of failures exists before the first one; what it was born with is not lost.
    expect(minutes(payments?.['errors'], 1, 40)).toEqual(Array.from({ length: 39 }, () => 0))
    // The first rate is taken over less than its range.
    expect(minutes(payments?.['counts'], 0, 1)).toEqual([null])
    expect(minutes(payments?.['errors'], 43, 60)).toEqual(Array.from({ length: 17 }, () => 60))
    expect(minutes(payments?.['p95Ms'], 30, 32)).toEqual([48, 48])
    expect(minutes(payments?.['p95Ms'], 50, 52)).toEqual([975, 975])
    expect(minutes(payments?.['ownErrors'], 50, 51)).toEqual([null])
  })

  it('says who called whom, by where the services run', async () => {
    const rows = await readRows('call_edges')
    const [, failing] = rows

    expect(rows.map(({ caller, callee }) => [caller, callee])).toEqual([
      ['shop/Service/storefront', 'shop/Service/catalog'],
      ['shop/Service/storefront', 'shop/Service/payments'],
    ])
    expect(minutes(failing?.['errors'], 38, 40)).toEqual([0, 0])
    expect(minutes(failing?.['errors'], 45, 47)).toEqual([60, 60])
    expect(minutes(failing?.['callerP95Ms'], 45, 46)).toEqual([975])
  })

  it('reads containers, objects and targets that do not answer', async () => {
    const rows = await readRows('series')
    const of = (entity: string, metric: string) => rows.find((row) => row['entity'] === entity && row['metric'] === metric)
    const pod = 'shop/Pod/payments-6d5f8c7b9-x2x4z'

    expect(minutes(of(pod, 'container_memory_working_set_bytes / limit')?.['values'], 39, 41)).toEqual([120 / 256, 240 / 256])
    expect(minutes(of(pod, 'kube_pod_container_status_restarts_total increase')?.['values'], 40, 56)).toEqual(
      Array.from({ length: 16 }, (_, index) => (index % 5 === 0 && index > 0 ? 1 : 0)),
    )
    expect(minutes(of('shop/Deployment/payments', 'kube_deployment_status_replicas_ready')?.['values'], 48, 51)).toEqual([1, 1, 0])
    expect(minutes(of('shop/Service/payments', 'up')?.['values'], 43, 46)).toEqual([1, 1, 0])
    expect(rows.filter(({ metric }) => metric === 'up')).toHaveLength(1)
  })

  it('reads alerts from their own history', async () => {
    const { window } = server()

    const [row, ...others] = rowsOf(await opened(server()).read({ kind: 'alerts' }))

    expect(others).toEqual([])
    expect(row).toMatchObject({
      name: 'PaymentsFail',
      entity: 'shop/Service/payments',
      state: 'resolved',
      startsAt: new Date(window.start.getTime() + (FAULT_MINUTE + 1) * MINUTE_MS),
    })
  })

  it('makes one request of the index and one for each family and signal', async () => {
    const { asked, stepped } = opened(server())

    await Promise.all([stepped('service_calls'), stepped('call_edges'), stepped('series')])

    expect(asked.filter(({ path }) => path.startsWith('/api/v1/label/'))).toHaveLength(1)
    expect(asked.filter(({ path }) => path === '/api/v1/query')).toHaveLength(4)
    expect(asked.filter(({ path }) => path === '/api/v1/query_range')).toHaveLength(11)
  })

  it('asks nothing that is not in its table', async () => {
    const { asked, read, stepped } = opened(server())

    await Promise.all([stepped('service_calls'), stepped('call_edges'), stepped('series'), read({ kind: 'alerts' })])

    expect(asked.filter((request) => !isAllowed(PROMETHEUS_REQUESTS, request))).toEqual([])
  })

  it('is found by doctor to hold what it holds', async () => {
    const { url, window, always } = server()

    const { findings } = await checkPrometheus(plainAsk(url, always).ask, SIGNAL, window.end)

    expect(findings).toEqual(
      expect.arrayContaining([
        { state: 'ok', what: 'services that count what they are asked: 3 in span metrics of the OpenTelemetry collector', remedy: null },
        { state: 'ok', what: 'calls between services: 3 in service graph', remedy: null },
        { state: 'ok', what: 'the last hour is covered', remedy: null },
        { state: 'ok', what: 'its newest sample is 15 s old', remedy: null },
      ]),
    )
  })

  it('gives the words in which the server refuses', async () => {
    const { ask } = plainAsk(server().url)
    const refused = await ask({ method: 'GET', path: '/api/v1/query', parameters: [['query', 'sum(']] }, SIGNAL)

    const { window } = server()
    const telemetry = openPrometheus({
      name: 'metrics',
      ask: () => Promise.resolve(refused),
      window,
      identify: () => Promise.resolve(() => null),
    })

    expect(await telemetry.read({ kind: 'alerts' }, { signal: SIGNAL })).toMatchObject({
      status: 'error',
      why: expect.stringMatching(/^the server answered 4\d\d: (?:bad_data|4\d\d): \S/),
    })
  })
}

describe.skipIf(!isCi && !hasPrometheus())('telemetry/live/prometheus on Debian’s Prometheus', () => {
  const window = hourFrom(new Date('2026-05-27T13:00:00Z'))
  let server: RunningPrometheus

  beforeAll(async () => {
    server = await startPrometheus(shopMetrics(window.start, 'openmetrics'), { rules: RULES })
  })
  afterAll(async () => server?.stop())

  tellsOfTheShop(() => ({ url: server.url, window }))

  it('fills the words of a rule with the labels of an alert that is over', async () => {
    const [row] = rowsOf(await opened({ url: server.url, window }).read({ kind: 'alerts' }))

    expect(row).toMatchObject({ summary: 'payments of shop fail' })
  })

  it('lets the engine name the service and the minute, from metrics alone', async () => {
    const { ask } = plainAsk(server.url)
    const telemetry = openPrometheus({ name: 'metrics', ask, window, identify: () => Promise.resolve(createIdentities([])) })
    const ledger = openLedger({
      telemetry,
      clock: () => window.end,
      signal: SIGNAL,
      timeoutMs: 30_000,
      maxReads: 10,
      mayRead: () => true,
      append: () => Promise.resolve(),
      recorded: [],
    })
    const stepped = { window, stepSeconds: 60 }

    await ledger.read({ kind: 'overview' })
    for (const kind of ['service_calls', 'call_edges', 'series'] as const) await ledger.read({ kind, ...stepped })
    const { submission } = diagnose(groupFacts(ledger.evidence()))

    expect(submission.rootCauses).toMatchObject([
      { entity: 'shop/Service/payments', since: new Date(window.start.getTime() + FAULT_MINUTE * MINUTE_MS) },
    ])
  })

  it('says that nothing is known of a window in which nothing was measured', async () => {
    const { stepped } = opened({ url: server.url, window: hourFrom(new Date('2026-05-20T13:00:00Z')) })

    expect(await stepped('service_calls')).toMatchObject({ status: 'unknown' })
  })
})

describe.skipIf(!victoria)('telemetry/live/prometheus on VictoriaMetrics (set TEST_VICTORIAMETRICS_URL)', () => {
  const url = victoria ?? ''
  // It keeps a month; the newest half minute it does not show.
  const window = hourFrom(new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 62 * MINUTE_MS))

  // The server may hold what other runs wrote; this label tells theirs from ours, and the server adds it to what is asked.
  const always = { extra_label: `run=${Date.now()}` }

  beforeAll(async () => {
    const body = shopMetrics(window.start, 'prometheus')
    const imported = await fetch(`${url}/api/v1/import/prometheus?${new URLSearchParams(always).toString()}`, { method: 'POST', body })
    if (!imported.ok) throw new Error(`the import ended with ${imported.status}`)
    // What was imported is searchable after a flush.
    await fetch(`${url}/internal/force_flush`)
  })

  tellsOfTheShop(() => ({ url, window, always }))

  it('knows no alerts where nobody evaluates rules', async () => {
    const { read } = opened({ url, window: hourFrom(new Date(window.start.getTime() - 5 * 24 * 60 * MINUTE_MS)), always })

    expect(await read({ kind: 'alerts' })).toMatchObject({ status: 'unknown', why: expect.stringContaining('nobody evaluates') })
  })
})
