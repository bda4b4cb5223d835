import { describe, expect, it } from 'vitest'
import { ask, at, snapshotFolder, spans, type SpanSketch } from './fixture.ts'

const GRID = { window: { start: at(0), end: at(120) }, stepSeconds: 60 }
const REQUEST: readonly SpanSketch[] = [
  { id: 'a1', service: 'orders', kind: 'Server', seconds: 1, durationMs: 100 },
  { id: 'a2', parent: 'a1', service: 'orders', kind: 'Internal', seconds: 1.01, durationMs: 80 },
  {
    id: 'a3',
    parent: 'a2',
    service: 'orders',
    kind: 'Client',
    seconds: 1.02,
    durationMs: 60,
    attributes: { 'server.address': 'shipping' },
  },
  { id: 'a4', parent: 'a3', service: 'shipping', kind: 'Server', seconds: 1.03, durationMs: 40 },
]

describe('telemetry/snapshot/service-calls', () => {
  it('counts what a service served and subtracts the time its calls took', async () => {
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans(REQUEST) })

    const reading = await ask(dir, { kind: 'service_calls', ...GRID })

    expect(reading).toMatchObject({
      status: 'ok',
      rows: [
        {
          service: 'shop/Service/orders',
          locator: 'otel_traces_raw.tsv#2',
          counts: [1, null],
          errors: [0, null],
          p50Ms: [100, null],
          selfP50Ms: [40, null],
        },
        { service: 'shop/Service/shipping', locator: 'otel_traces_raw.tsv#5', counts: [1, null], selfP95Ms: [40, null] },
      ],
    })
  })

  it('counts overlapping calls once in the time that they cover', async () => {
    const calls: SpanSketch[] = [
      { id: 'b', parent: 'a1', service: 'orders', kind: 'Client', seconds: 1.01, durationMs: 50 },
      { id: 'c', parent: 'a1', service: 'orders', kind: 'Client', seconds: 1.03, durationMs: 50 },
    ]
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans([...REQUEST.slice(0, 1), ...calls]) })

    const reading = await ask(dir, { kind: 'service_calls', ...GRID })

    expect(reading).toMatchObject({ rows: [{ selfP50Ms: [30, null] }] })
  })

  it('calls an error own only where no call of the request failed', async () => {
    const failed = REQUEST.map((span) => (span.kind === 'Internal' ? span : { ...span, isError: true }))
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans(failed) })

    const reading = await ask(dir, { kind: 'service_calls', ...GRID })

    expect(reading).toMatchObject({
      rows: [
        { service: 'shop/Service/orders', errors: [1, null], ownErrors: [0, null] },
        { service: 'shop/Service/shipping', ownErrors: [1, null] },
      ],
    })
  })

  it('takes an HTTP status of 500 and above for a failure where the status is unset', async () => {
    const span = {
      id: 'a',
      service: 'gateway',
      kind: 'Server',
      seconds: 1,
      durationMs: 5,
      attributes: { 'http.status_code': '504' },
    } as const
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans([span, { ...span, id: 'b', attributes: { 'http.status_code': '404' } }]) })

    const reading = await ask(dir, { kind: 'service_calls', ...GRID })

    expect(reading).toMatchObject({ rows: [{ counts: [2, null], errors: [1, null] }] })
  })

  it('writes 0 for an idle service and null where nobody recorded anything', async () => {
    const other: SpanSketch[] = [
      { id: 'x1', trace: 'other', service: 'basket', kind: 'Server', seconds: 70, durationMs: 5 },
      { id: 'x2', trace: 'late', service: 'basket', kind: 'Server', seconds: 190, durationMs: 5 },
    ]
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans([...REQUEST, ...other]) })

    const reading = await ask(dir, { kind: 'service_calls', window: { start: at(0), end: at(240) }, stepSeconds: 60 })

    expect(reading).toMatchObject({ rows: [{ service: 'shop/Service/basket', counts: [0, 1, null, 1] }, { counts: [1, 0, null, 0] }, {}] })
  })

  it('leaves out a stream that stays open until its own deadline', async () => {
    const stream = [1, 2, 3].map((index): SpanSketch => ({
      id: `s${index}`,
      trace: `t${index}`,
      service: 'orders',
      kind: 'Server',
      name: 'watch',
      seconds: index,
      durationMs: 600_000,
      isError: true,
    }))
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans([...REQUEST, ...stream]) })

    const reading = await ask(dir, { kind: 'service_calls', ...GRID })

    expect(reading).toMatchObject({ rows: [{ service: 'shop/Service/orders', counts: [1, null], errors: [0, null] }, {}] })
  })

  it('counts a span that stands in two pages of the recorder once', async () => {
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans([...REQUEST, ...REQUEST]) })

    const reading = await ask(dir, { kind: 'service_calls', ...GRID })

    expect(reading).toMatchObject({ rows: [{ counts: [1, null] }, { counts: [1, null] }] })
  })
})

describe('telemetry/snapshot/call-edges', () => {
  it('joins the calling and the serving span of one call', async () => {
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans(REQUEST) })

    const reading = await ask(dir, { kind: 'call_edges', ...GRID })

    expect(reading).toMatchObject({
      rows: [
        {
          caller: 'shop/Service/orders',
          callee: 'shop/Service/shipping',
          locator: 'otel_traces_raw.tsv#4',
          counts: [1, null],
          callerP50Ms: [60, null],
          calleeP50Ms: [40, null],
        },
      ],
    })
  })

  it('says that nobody served anything when no span names its service, and reads the rest', async () => {
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans(REQUEST.map((span) => ({ ...span, service: '' }))) })

    expect(await ask(dir, { kind: 'service_calls', window: { start: at(0), end: at(120) }, stepSeconds: 60 })).toMatchObject({
      status: 'no_data',
    })
    expect(await ask(dir, { kind: 'overview' })).toMatchObject({ status: 'incomplete' })
  })

  it('names the callee of a call that nobody served by what the client span says', async () => {
    const unserved = { ...REQUEST[2]!, isError: true }
    const served = REQUEST.map((span) => ({ ...span, trace: 'trace-2', seconds: span.seconds + 60 }))
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans([REQUEST[0]!, REQUEST[1]!, unserved, ...served]) })

    const reading = await ask(dir, { kind: 'call_edges', ...GRID })

    expect(reading).toMatchObject({
      rows: [{ callee: 'shop/Service/shipping', counts: [1, 1], errors: [1, 0], callerP50Ms: [60, 60], calleeP50Ms: [null, 40] }],
    })
  })

  it('does not count a client span that wraps another one', async () => {
    const wrapped: SpanSketch[] = [
      { id: 'w1', service: 'orders', kind: 'Client', seconds: 1, durationMs: 60, attributes: { 'rpc.service': 'shop.ShippingService' } },
      {
        id: 'w2',
        parent: 'w1',
        service: 'orders',
        kind: 'Client',
        seconds: 1,
        durationMs: 50,
        attributes: { 'server.address': 'shipping' },
      },
      { id: 'w3', parent: 'w2', service: 'shipping', kind: 'Server', seconds: 1, durationMs: 40 },
    ]
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans(wrapped) })

    const reading = await ask(dir, { kind: 'call_edges', ...GRID })

    expect(reading).toMatchObject({ rows: [{ callee: 'shop/Service/shipping', counts: [1, null] }] })
    expect(reading.status === 'ok' && reading.rows.length).toBe(1)
  })

  it('answers error when the window has more steps than one read gives', async () => {
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans(REQUEST) })

    const reading = await ask(dir, { kind: 'call_edges', window: { start: at(0), end: at(86_401) }, stepSeconds: 60 })

    expect(reading).toMatchObject({ status: 'error', code: 'telemetry_failed' })
  })
})

describe('telemetry/snapshot/examples', () => {
  it('pages through failed spans with attributes, whatever the quotes of their values', async () => {
    const failed = {
      ...REQUEST[0]!,
      isError: true,
      message: 'rpc error:\n\tconnection "refused"',
      attributes: { 'app.note': "it's late", 'rpc.method': 'Get' },
    }
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': spans([failed, { ...failed, id: 'z', seconds: 5 }, ...REQUEST.slice(1)]) })

    const page = { kind: 'span_examples', entity: 'shop/Service/orders', window: GRID.window, onlyErrors: true, limit: 1 } as const
    const [first, second, third] = [
      await ask(dir, { ...page, offset: 0 }),
      await ask(dir, { ...page, offset: 1 }),
      await ask(dir, { ...page, offset: 2 }),
    ]

    expect(first).toMatchObject({
      rows: [{ spanId: 'a1', durationMs: 100, statusMessage: failed.message, attributes: failed.attributes, startedAt: at(1) }],
    })
    expect(second).toMatchObject({ rows: [{ spanId: 'z', locator: 'otel_traces_raw.tsv#3' }] })
    expect(third.status).toBe('no_data')
  })
})
