import { isAnswered } from '../../../src/domain/reading.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Query } from '../../../src/domain/reading.ts'
import { openRecorded } from '../../../src/telemetry/open.ts'
import { ask, at, kubernetesRow, logRow, RECORD_COLUMNS, snapshotFolder, spans, tsv, WINDOW } from './fixture.ts'

const SPANS = [1, 2, 3, 4].map((index) => ({ id: `s${index}`, service: 'orders', kind: 'Server', seconds: index, durationMs: 5 }) as const)
const CALLS = { kind: 'service_calls', window: { start: at(0), end: at(60) }, stepSeconds: 60 } as const

async function servedIn(text: string | Buffer) {
  return ask(
    snapshotFolder({ 'otel_traces_raw.tsv': text, 'otel_logs_raw.tsv': tsv(RECORD_COLUMNS, [logRow(1, 'orders', { body: 'x' })]) }),
    CALLS,
  )
}

describe('telemetry/snapshot with damaged files', () => {
  it('names a last record that was cut and uses those before it', async () => {
    const text = spans(SPANS)

    const reading = await servedIn(text.slice(0, -60))

    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [{ counts: [3] }],
      problems: [{ where: 'otel_traces_raw.tsv', record: 5 }],
    })
  })

  it('names a record with a byte that is not UTF-8', async () => {
    const bytes = Buffer.from(spans(SPANS))
    bytes[bytes.indexOf('work', bytes.indexOf('s2'))] = 0xff

    const reading = await servedIn(bytes)

    expect(reading).toMatchObject({ status: 'incomplete', problems: [{ where: 'otel_traces_raw.tsv' }] })
    expect(isAnswered(reading) && (reading.rows[0]?.counts[0] ?? 0)).toBeGreaterThanOrEqual(3)
  })

  it('loses nothing but a byte that is not UTF-8 in a quoted cell, and no other table', async () => {
    const bytes = Buffer.from(
      tsv(RECORD_COLUMNS, [logRow(1, 'orders', { body: 'a "quoted"\nline' }), logRow(2, 'orders', { body: 'next' })]),
    )
    bytes[bytes.indexOf('quoted')] = 0xff
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans(SPANS), 'otel_logs_raw.tsv': bytes })
    const telemetry = await openRecorded(dir)
    const options = { signal: new AbortController().signal }

    const logs = await telemetry.read({ kind: 'log_patterns', incident: WINDOW, baseline: null }, options)
    const calls = await telemetry.read(CALLS, options)
    await telemetry.close()

    expect(logs).toMatchObject({ status: 'incomplete', problems: [{ unreadable: { count: 1, of: bytes.length, unit: 'bytes' } }] })
    expect(isAnswered(logs) && logs.rows).toHaveLength(2)
    expect(calls).toMatchObject({ status: 'ok', rows: [{ counts: [4] }], problems: [] })
  })

  it('tells a column by its other letters when one byte of its name is damaged', async () => {
    const bytes = Buffer.from(spans(SPANS))
    bytes[bytes.indexOf('ServiceName') + 3] = 0xff

    const reading = await servedIn(bytes)

    expect(reading).toMatchObject({ rows: [{ service: 'shop/Service/orders', counts: [4] }] })
  })

  it('says how many of all records are damaged', async () => {
    const lines = spans(SPANS).split('\n')

    const reading = await servedIn(lines.with(2, 'too\tfew\tcells').join('\n'))

    expect(reading).toMatchObject({ problems: [{ record: 3, unreadable: { count: 1, of: 4, unit: 'records' } }] })
  })

  it('keeps the record numbers of what follows a damaged record', async () => {
    const lines = spans(SPANS).split('\n')
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': lines.with(2, 'too\tfew\tcells').join('\n') })

    const reading = await ask(dir, {
      kind: 'span_examples',
      entity: 'shop/Service/orders',
      window: WINDOW,
      onlyErrors: false,
      offset: 1,
      limit: 1,
    })

    expect(reading).toMatchObject({ rows: [{ spanId: 's3', locator: 'otel_traces_raw.tsv#4' }], problems: [{ record: 3 }] })
  })

  it('leaves out a record longer than the limit and names it', async () => {
    const huge = { ...SPANS[1], message: 'x'.repeat(2_200_000) }

    const reading = await servedIn(spans([SPANS[0]!, huge as never, SPANS[2]!]))

    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [{ counts: [2] }],
      problems: [{ record: 3, what: 'the record is longer than 2 MB' }],
    })
  })

  it('uses a file whose header lacks a column, and names the column', async () => {
    const text = spans(SPANS).replace('SpanId', 'Unknown')

    const reading = await servedIn(text)

    expect(reading).toMatchObject({
      rows: [{ counts: [4] }],
      problems: [{ where: 'otel_traces_raw.tsv', record: 1, what: 'the header has no column SpanId' }],
    })
  })

  it.each([
    ['empty', ''],
    ['no table', 'hello\nworld\n'],
    ['binary', Buffer.from([0, 1, 2, 0xff, 0xfe, 10, 9, 34, 0, 7])],
  ])('answers incomplete, without a row, for a file that is %s', async (_name, content) => {
    const reading = await servedIn(content)

    expect(reading).toMatchObject({ status: 'incomplete', rows: [] })
  })

  it('answers no_data for a file that is nothing but a header', async () => {
    expect(await servedIn(spans([]))).toMatchObject({ status: 'no_data' })
  })

  it('says that no file was recorded, which is no sign of health', async () => {
    const dir = snapshotFolder({ 'otel_logs_raw.tsv': tsv(RECORD_COLUMNS, [logRow(1, 'orders', { body: 'x' })]) })

    const reading = await ask(dir, CALLS)

    expect(reading).toMatchObject({ status: 'incomplete', why: expect.stringContaining('holds no file of spans') })
  })

  it('never throws and never answers error, whatever the bytes of a file are', async () => {
    const files = {
      'otel_traces_raw.tsv': spans(SPANS),
      'otel_logs_raw.tsv': tsv(RECORD_COLUMNS, [logRow(1, 'orders', { body: 'a "quoted"\nline' })]),
      'k8s_events_raw.tsv': tsv(RECORD_COLUMNS, [
        kubernetesRow(1, 'events', { object: { involvedObject: { kind: 'Pod', name: 'a' } }, type: 'ADDED' }),
      ]),
      'k8s_objects_raw.tsv': tsv(RECORD_COLUMNS, [kubernetesRow(1, 'pods', { kind: 'Pod', metadata: { name: 'a' } })]),
      'metrics/pod_a_raw.tsv': 'metric_name\ttimestamp\tvalue\tpod_name\tnamespace\ttags\nup\t2026-05-27 14:00:01.000\t1\ta\tshop\t{}\n',
      'alerts/alerts_at_2026-05-27T14-00-00.000000.json': '[]',
    }
    const damage = fc.record({
      file: fc.constantFrom(...Object.keys(files)),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.uint8Array({ maxLength: 40 }),
      isCut: fc.boolean(),
    })
    const queries: Query[] = [
      { kind: 'overview' },
      { kind: 'alerts' },
      { kind: 'kubernetes_events' },
      { kind: 'object_versions' },
      { kind: 'call_edges', window: WINDOW, stepSeconds: 60 },
      { kind: 'series', window: WINDOW, stepSeconds: 60 },
      { kind: 'log_patterns', incident: WINDOW, baseline: null },
    ]

    await fc.assert(
      fc.asyncProperty(damage, async ({ file, from, bytes, isCut }) => {
        const dir = snapshotFolder(files)
        const whole = readFileSync(path.join(dir, file))
        const start = Math.floor(from * whole.length)
        writeFileSync(
          path.join(dir, file),
          Buffer.concat([whole.subarray(0, start), bytes, isCut ? Buffer.alloc(0) : whole.subarray(start + bytes.length)]),
        )
        const telemetry = await openRecorded(dir)

        for (const query of queries)
          expect((await telemetry.read(query, { signal: new AbortController().signal })).status).not.toBe('error')
        await telemetry.close()
      }),
      { numRuns: 25, seed: 7 },
    )
  })
})
