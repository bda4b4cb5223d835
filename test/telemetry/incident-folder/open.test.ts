import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAnswered, parseReading, rowsOf, type Query } from '../../../src/domain/reading.ts'
import { openIncidentFolder } from '../../../src/telemetry/incident-folder/open.ts'
import { isIncidentFolder } from '../../../src/telemetry/incident-folder/recognise.ts'
import { findSharedData } from '../../support/shared-data.ts'

const WINDOW = { start: new Date('2026-05-27T13:50:00Z'), end: new Date('2026-05-27T14:10:00Z') }
const BASELINE = { start: new Date('2026-05-27T13:00:00Z'), end: new Date('2026-05-27T13:50:00Z') }
const NEVER = { signal: new AbortController().signal }
const KINDS: readonly Query[] = [
  { kind: 'overview' },
  { kind: 'alerts' },
  { kind: 'changes' },
  { kind: 'provider_status' },
  { kind: 'series', window: WINDOW, stepSeconds: 60 },
  { kind: 'service_calls', window: WINDOW, stepSeconds: 60 },
  { kind: 'call_edges', window: WINDOW, stepSeconds: 60 },
  { kind: 'log_patterns', incident: WINDOW, baseline: BASELINE },
]

describe('src/telemetry/incident-folder/open', () => {
  let dir = ''

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'incident-folder-'))
    mkdirSync(path.join(dir, 'context'))
    put('alert.json', {
      service: 'basket',
      metric: 'error_ratio',
      observed: 0.4,
      fired_at: '2026-05-27T14:05:00Z',
      monitor: 'basket-errors',
      summary: 'basket fails',
    })
    putText(
      'logs.ndjson',
      [
        { timestamp: '2026-05-27T13:30:00Z', service: 'basket', severity_text: 'INFO', msg: 'served 12 items' },
        {
          timestamp: '2026-05-27T14:01:00Z',
          service: 'basket',
          severity_text: 'ERROR',
          msg: 'quote of order 7731 failed after 300ms',
          'rpc.code': 4,
        },
        { timestamp: '2026-05-27T14:02:00Z', service: 'basket', severity_text: 'ERROR', msg: 'quote of order 7744 failed after 301ms' },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    )
    putText(
      'metrics.csv',
      'timestamp,service,metric,value\n2026-05-27T13:51:00Z,basket,error_ratio,0.01\n2026-05-27T14:03:00Z,basket,error_ratio,0.4\n',
    )
    put('traces.json', [
      {
        trace_id: 't1',
        span_id: 'a',
        parent_id: null,
        service: 'storefront',
        name: 'GET /basket',
        start: '2026-05-27T14:01:00Z',
        duration_ms: 320,
        status: 'ERROR',
      },
      {
        trace_id: 'same',
        span_id: 'b',
        parent_id: 'a',
        service: 'basket',
        name: 'Quote',
        start: '2026-05-27T14:01:00Z',
        duration_ms: 300,
        status: 'ERROR',
        error: 'deadline exceeded',
        'peer.service': 'quotes.example',
      },
    ])
    put('context/commits.json', [
      { sha: 'abc1234', timestamp: '2026-05-27T13:40:00Z', message: 'tune', files_changed: ['basket/client.go'], diff: '-a\n+b' },
    ])
    put('context/deploys.json', [{ timestamp: '2026-05-27T13:45:00Z', service: 'basket', commit_sha: 'abc1234', version: 'v2' }])
    put('context/flags.json', [{ timestamp: '2026-05-27T13:20:00Z', flag: 'gift', service: 'basket', change: 'off->on', actor: 'kim' }])
    put('status_feed.json', {
      source: 'example-cloud',
      events: [
        { service: 'Blob store', status: 'degraded', title: 'Errors', detail: '', started_at: '2026-05-27T13:59:00Z', resolved_at: null },
      ],
    })
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  function putText(name: string, text: string) {
    writeFileSync(path.join(dir, name), text)
  }
  function put(name: string, json: unknown) {
    putText(name, JSON.stringify(json))
  }
  async function rows<Q extends Query>(query: Q) {
    const reading = await openIncidentFolder(dir).read(query, NEVER)
    return rowsOf(reading)
  }

  it('recognises a folder by its alert and one of the other files', () => {
    expect(isIncidentFolder(dir)).toBe(true)
    rmSync(path.join(dir, 'alert.json'))
    expect(isIncidentFolder(dir)).toBe(false)
  })

  it('lists commits, deploys and flags together in order of time', async () => {
    const changes = await rows({ kind: 'changes' })

    expect(changes.map((row) => row.change)).toEqual(['flag', 'commit', 'deploy'])
    expect(changes[0]).toMatchObject({ key: 'gift', from: 'off', to: 'on', service: 'app/Service/basket' })
    expect(changes[1]).toMatchObject({ sha: 'abc1234', locator: 'context/commits.json#1', diff: '-a\n+b' })
  })

  it('puts records that differ in numbers under one pattern and keeps attributes in the example', async () => {
    const patterns = await rows({ kind: 'log_patterns', incident: WINDOW, baseline: BASELINE })

    expect(patterns.map((row) => [row.severity, row.incidentCount, row.baselineCount])).toEqual([
      ['info', 0, 1],
      ['error', 2, 0],
    ])
    expect(patterns[1]?.example).toContain('rpc.code=4')
  })

  it('takes the level inside a message where the record has none', async () => {
    putText('logs.ndjson', JSON.stringify({ timestamp: '2026-05-27T14:01:00Z', service: 'basket', msg: 'panic: no queue' }))

    expect(await rows({ kind: 'log_patterns', incident: WINDOW, baseline: null })).toMatchObject([{ severity: 'error' }])
  })

  it('reads the calls that records say did not get through', async () => {
    const said = {
      timestamp: '2026-05-27T14:01:00Z',
      service: 'basket',
      severity_text: 'ERROR',
      msg: 'dial tcp: lookup quote: no such host',
    }
    putText('logs.ndjson', JSON.stringify(said))

    expect(await rows({ kind: 'call_failures' })).toMatchObject([
      { caller: 'app/Service/basket', host: 'quote', failure: 'no_such_host', count: 1, locator: 'logs.ndjson#1' },
    ])
  })

  it('takes the counts of the folder own pattern file and the times of the records that fit', async () => {
    put('patterns.json', [
      { signature: 'quote of order <N> failed after <N>', service: 'basket', count: 90, delta_vs_baseline: '+88', sentiment: 'negative' },
    ])

    const counted = (await rows({ kind: 'log_patterns', incident: WINDOW, baseline: BASELINE })).find(
      (row) => row.locator === 'patterns.json#1',
    )

    expect(counted).toMatchObject({ incidentCount: 90, baselineCount: 2, severity: 'error', firstAt: new Date('2026-05-27T14:01:00Z') })
  })

  it('joins spans across a placeholder trace id and shows an outside peer as an edge', async () => {
    const edges = await rows({ kind: 'call_edges', window: WINDOW, stepSeconds: 600 })

    expect(edges.map((row) => [row.caller, row.callee])).toEqual([
      ['app/Service/storefront', 'app/Service/basket'],
      ['app/Service/basket', 'external/Service/quotes.example'],
    ])
  })

  it('does not count a handful of example spans', async () => {
    const reading = await openIncidentFolder(dir).read({ kind: 'service_calls', window: WINDOW, stepSeconds: 60 }, NEVER)

    expect(reading).toMatchObject({ status: 'unknown', why: 'traces.json holds 2 spans, examples and no counts' })
  })

  it('counts a failure as own only where no called service failed', async () => {
    const trace = (index: number) => [
      {
        trace_id: `t${index}`,
        span_id: 'a',
        parent_id: null,
        service: 'storefront',
        name: 'GET /basket',
        start: '2026-05-27T14:01:00Z',
        duration_ms: 9,
        status: 'ERROR',
      },
      {
        trace_id: `t${index}`,
        span_id: 'b',
        parent_id: 'a',
        service: 'basket',
        name: 'Quote',
        start: '2026-05-27T14:01:00Z',
        duration_ms: 5,
        status: 'ERROR',
      },
    ]
    put('traces.json', Array.from({ length: 100 }, (_, index) => trace(index)).flat())

    const calls = await rows({ kind: 'service_calls', window: WINDOW, stepSeconds: 1200 })

    expect(calls.map((row) => [row.service, row.errors, row.ownErrors])).toEqual([
      ['app/Service/storefront', [100], [0]],
      ['app/Service/basket', [100], [100]],
    ])
  })

  it('counts calls by the access log of a service that has no spans', async () => {
    const line = (service: string, status: number) =>
      JSON.stringify({ timestamp: '2026-05-27T14:01:00Z', service, message: `"GET /front HTTP/1.1" ${status} 12 "-" "-" rt=0.012` })
    putText('logs.ndjson', [line('edge', 200), line('edge', 503), line('edge', 404)].join('\n'))
    rmSync(path.join(dir, 'traces.json'))

    const calls = await rows({ kind: 'service_calls', window: WINDOW, stepSeconds: 1200 })

    expect(calls).toMatchObject([{ service: 'app/Service/edge', locator: 'logs.ndjson#1', counts: [3], errors: [1], p95Ms: [12] }])
  })

  it('counts calls by fields of lines that a shipper passed on as they were printed', async () => {
    const json = { level: 30, req: { method: 'GET', url: '/front' }, res: { statusCode: 500 }, responseTime: 12, msg: 'request completed' }
    const logfmt = 'time=2026-05-27T14:01:00.000Z level=INFO msg=served method=GET path=/front status=200 duration=12ms'
    const shipped = (service: string, message: string) => JSON.stringify({ timestamp: '2026-05-27T14:01:00Z', service, message })
    putText('logs.ndjson', [shipped('edge', JSON.stringify(json)), shipped('edge', logfmt)].join('\n'))
    rmSync(path.join(dir, 'traces.json'))

    const calls = await rows({ kind: 'service_calls', window: WINDOW, stepSeconds: 1200 })

    expect(calls).toMatchObject([{ service: 'app/Service/edge', counts: [2], errors: [1], p95Ms: [12] }])
  })

  it('leaves a step without samples null', async () => {
    const series = await rows({ kind: 'series', window: WINDOW, stepSeconds: 600 })

    expect(series).toMatchObject([{ metric: 'error_ratio', meaning: 'error_ratio', values: [0.01, 0.4] }])
    expect((await rows({ kind: 'series', window: WINDOW, stepSeconds: 300 }))[0]?.values).toEqual([0.01, null, 0.4, null])
  })

  it('reads the provider status page', async () => {
    expect(await rows({ kind: 'provider_status' })).toMatchObject([{ provider: 'example-cloud', service: 'Blob store', state: 'degraded' }])
  })

  it('answers no_data with the name of an absent file', async () => {
    rmSync(path.join(dir, 'status_feed.json'))

    const reading = await openIncidentFolder(dir).read({ kind: 'provider_status' }, NEVER)

    expect(reading).toMatchObject({ status: 'no_data', why: 'the folder has no status_feed.json' })
  })

  it('uses the whole records of a cut file and names the damage', async () => {
    putText('context/commits.json', '[{"sha":"abc1234","timestamp":"2026-05-27T13:40:00Z","message":"a { b"},{"sha":"def')

    const reading = await openIncidentFolder(dir).read({ kind: 'changes' }, NEVER)

    expect(reading).toMatchObject({ status: 'incomplete', problems: [{ where: 'context/commits.json', record: null }] })
    expect(isAnswered(reading) && reading.rows).toHaveLength(3)
  })

  it('names the line of a record it cannot use', async () => {
    putText('logs.ndjson', 'no json\n{"timestamp":"2026-05-27T14:01:00Z","service":"basket","severity_text":"ERROR","msg":"failed"}')

    const reading = await openIncidentFolder(dir).read({ kind: 'log_patterns', incident: WINDOW, baseline: null }, NEVER)

    expect(reading).toMatchObject({ status: 'incomplete', problems: [{ where: 'logs.ndjson', record: 1 }] })
  })

  it('gives readings that parse back from storage', async () => {
    const telemetry = openIncidentFolder(dir)
    for (const query of KINDS) {
      const reading = await telemetry.read(query, NEVER)

      expect(parseReading(query.kind, JSON.parse(JSON.stringify(reading)))).toEqual(reading)
    }
  })

  it('never throws on files of random bytes', async () => {
    const noise = Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 7919 + 13) % 256))
    for (const name of readdirSync(dir).filter((name) => name !== 'context')) writeFileSync(path.join(dir, name), noise)
    const telemetry = openIncidentFolder(dir)

    const statuses = await Promise.all(KINDS.map(async (query) => (await telemetry.read(query, NEVER)).status))

    expect(statuses.filter((status) => status === 'ok')).toEqual(['ok'])
  })

  const shared = findSharedData('rootcausebench-dev')
  it.skipIf('missing' in shared)('reads every recorded case without a problem', async () => {
    if ('missing' in shared) return
    const cases = readdirSync(path.join(shared.dir, 'cases')).map((name) => path.join(shared.dir, 'cases', name))
    const window = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2026-12-31T00:00:00Z') }
    for (const folder of cases) {
      const telemetry = openIncidentFolder(folder)
      for (const query of [{ kind: 'alerts' }, { kind: 'changes' }, { kind: 'log_patterns', incident: window, baseline: null }] as const)
        expect(await telemetry.read(query, NEVER)).toMatchObject({ status: 'ok', problems: [] })
    }
  })
})
