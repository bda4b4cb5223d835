import { describe, expect, it } from 'vitest'
import { ask, at, logRow, RECORD_COLUMNS, snapshotFolder, tsv, type Row } from './fixture.ts'

const WINDOWS = { incident: { start: at(300), end: at(600) }, baseline: { start: at(0), end: at(300) } }

function logsFolder(rows: readonly Row[]): string {
  return snapshotFolder({ 'otel_logs_raw.tsv': tsv(RECORD_COLUMNS, rows) })
}

describe('telemetry/snapshot/log-patterns', () => {
  it('makes one pattern of records that differ in ids, counts in both windows, errors first', async () => {
    const chatter = [10, 20, 310].map((seconds) => logRow(seconds, 'orders', { body: `order ${seconds}f-12 stored`, SeverityNumber: 9 }))
    const failures = [400, 410].map((seconds) =>
      logRow(seconds, 'orders', {
        body: `cannot reach 10.0.0.${seconds}:0\n\tat Orders.place(Orders.java:${seconds})`,
        SeverityText: 'Error',
      }),
    )
    const dir = logsFolder([...chatter, ...failures])

    const reading = await ask(dir, { kind: 'log_patterns', ...WINDOWS })

    expect(reading).toMatchObject({
      status: 'ok',
      truncated: null,
      rows: [
        {
          pattern: 'cannot reach <*>',
          severity: 'error',
          incidentCount: 2,
          baselineCount: 0,
          firstAt: at(400),
          lastAt: at(410),
          locator: 'otel_logs_raw.tsv#5',
          example: 'cannot reach 10.0.0.400:0\n\tat Orders.place(Orders.java:400)',
        },
        { pattern: 'order <*> stored', severity: 'info', incidentCount: 1, baselineCount: 2, locator: 'otel_logs_raw.tsv#4' },
      ],
    })
  })

  it('takes the level of what a runtime prints without one, and puts it before what is harmless', async () => {
    const chatter = [10, 310].map((seconds) => logRow(seconds, 'orders', { body: 'order stored' }))
    const dir = logsFolder([...chatter, logRow(400, 'orders', { body: 'panic: no queue' })])

    const reading = await ask(dir, { kind: 'log_patterns', ...WINDOWS })

    expect(reading).toMatchObject({ rows: [{ severity: 'error', example: 'panic: no queue' }, { severity: 'unknown' }] })
  })

  it('gives the journal of a machine, which names no service, to its node', async () => {
    const resource = "{'host.name': 'worker-7', 'os.type': 'linux'}"
    const dir = logsFolder([
      logRow(400, '', { body: 'nf_conntrack: table full, dropping packet', ResourceAttributes: resource }),
      logRow(410, '', { body: 'nobody knows who wrote this', ResourceAttributes: '{}' }),
      logRow(420, 'orders', { body: 'order stored', ResourceAttributes: resource }),
    ])

    const patterns = await ask(dir, { kind: 'log_patterns', ...WINDOWS })
    const examples = await ask(dir, {
      kind: 'log_examples',
      entity: '_cluster/Node/worker-7',
      window: WINDOWS.incident,
      onlyErrors: false,
      limit: 5,
      offset: 0,
    })

    expect(patterns).toMatchObject({
      rows: expect.arrayContaining([
        expect.objectContaining({ entity: '_cluster/Node/worker-7', example: 'nf_conntrack: table full, dropping packet' }),
        expect.objectContaining({ entity: '_cluster/Service/unknown' }),
        expect.objectContaining({ entity: '_cluster/Service/orders' }),
      ]),
    })
    expect(examples).toMatchObject({ rows: [{ entity: '_cluster/Node/worker-7', body: 'nf_conntrack: table full, dropping packet' }] })
  })

  it('reads the calls that log records say did not get through, over the whole recording', async () => {
    const dir = logsFolder([
      logRow(10, 'orders', { body: 'Get "http://quote:8080/a1": connection refused', SeverityText: 'Error' }),
      logRow(20, 'orders', { body: 'Get "http://quote:8080/a2": connection refused', SeverityText: 'Error' }),
      logRow(30, 'orders', { body: 'Get "http://quote:8080/a3": connection refused', SeverityText: 'Information' }),
    ])

    const reading = await ask(dir, { kind: 'call_failures' })

    expect(reading).toMatchObject({
      status: 'ok',
      rows: [{ host: 'quote', port: 8080, failure: 'refused', count: 2, firstAt: at(10), lastAt: at(20), locator: 'otel_logs_raw.tsv#2' }],
    })
  })

  it('has no failed calls where no record names one', async () => {
    const reading = await ask(logsFolder([logRow(10, 'orders', { body: 'stored' })]), { kind: 'call_failures' })

    expect(reading).toMatchObject({ status: 'no_data', why: 'no log record names a call that did not get through' })
  })

  it('has no count for a baseline that was not asked for', async () => {
    const dir = logsFolder([logRow(310, 'orders', { body: 'stored' })])

    const reading = await ask(dir, { kind: 'log_patterns', incident: WINDOWS.incident, baseline: null })

    expect(reading).toMatchObject({ rows: [{ baselineCount: null, incidentCount: 1 }] })
  })

  it.each([
    ['error', { SeverityNumber: 17, body: 'x' }],
    ['warning', { SeverityText: 'Warning', body: 'x' }],
    ['info', { SeverityText: 'Information', body: 'x' }],
    ['error', { body: '[2026-05-27T14:00:00.000Z] "GET /cart HTTP/1.1" 504 UT upstream\n' }],
    ['info', { body: '[2026-05-27T14:00:00.000Z] "GET /cart HTTP/1.1" 200 - via_upstream\n' }],
    ['error', { body: '{"time":"x","level":"fatal","msg":"gone"}' }],
    ['error', { body: '{"level":50,"msg":"gone"}' }],
    ['warning', { body: '2026-05-27 14:00:00,123 WARN [main] slow' }],
    ['unknown', { body: 'an error is mentioned here' }],
  ] as const)('reads the severity %s of %o', async (severity, record) => {
    const dir = logsFolder([logRow(310, 'orders', record)])

    const reading = await ask(dir, { kind: 'log_patterns', ...WINDOWS })

    expect(reading).toMatchObject({ rows: [{ severity }] })
  })

  it('merges statements that differ only in a name when there are many of them, and keeps few apart', async () => {
    const names = 'ann bob cid dan eve fay gus hal ivy jan'.split(' ')
    const many = names.map((name, index) =>
      logRow(310 + index, 'orders', { body: `mail for customer ${name} was sent`, SeverityNumber: 9 }),
    )
    const few = ['quotes', 'stock'].map((name, index) =>
      logRow(350 + index, 'orders', { body: `call to service ${name} has failed`, SeverityNumber: 17 }),
    )
    const dir = logsFolder([...many, ...few])

    const reading = await ask(dir, { kind: 'log_patterns', ...WINDOWS })

    expect(reading.status === 'ok' && reading.rows.map(({ pattern, incidentCount }) => [pattern, incidentCount])).toEqual([
      ['call to service quotes has failed', 1],
      ['call to service stock has failed', 1],
      ['mail for customer <*> was sent', 10],
    ])
  })
})

describe('telemetry/snapshot/examples of logs', () => {
  it('gives records of a service or of one pod by time, only warnings and errors when asked', async () => {
    const dir = logsFolder([
      logRow(10, 'orders', { body: 'fine', SeverityNumber: 9 }),
      logRow(20, 'orders', { body: 'line one\nline two', SeverityText: 'WARN', TraceId: 'abc' }),
    ])
    const page = { kind: 'log_examples', window: WINDOWS.baseline, offset: 0, limit: 10 } as const

    const warnings = await ask(dir, { ...page, entity: 'shop/Pod/orders-5d9-x1', onlyErrors: true })
    const all = await ask(dir, { ...page, entity: 'shop/Service/orders', onlyErrors: false })

    expect(warnings).toMatchObject({
      rows: [{ body: 'line one\nline two', severity: 'WARN', traceId: 'abc', at: at(20), locator: 'otel_logs_raw.tsv#3' }],
    })
    expect(all.status === 'ok' && all.rows.length).toBe(2)
  })
})
