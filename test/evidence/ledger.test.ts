import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { Query, Reading } from '../../src/domain/reading.ts'
import { openLedger, type LedgerOptions } from '../../src/evidence/ledger.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'

const CHECK = {
  locator: 'checks#2',
  check: 'connectivity',
  entity: 'shop/Service/quote',
  target: 'quote:8080',
  state: 'failed',
  output: 'refused',
  at: null,
}

function telemetryAnswering(answer: (query: Query) => Promise<Reading<unknown>>): Telemetry & { asked: Query[] } {
  const asked: Query[] = []
  return {
    label: 'test',
    asked,
    read: (query) => {
      asked.push(query)
      return answer(query) as never
    },
    close: () => Promise.resolve(),
  }
}

function ok(rows: readonly unknown[]): Reading<unknown> {
  return { status: 'ok', rows, truncated: null, problems: [] }
}

function ledgerOver(telemetry: Telemetry, options: Partial<LedgerOptions> = {}) {
  return openLedger({
    telemetry,
    clock: () => new Date('2026-05-27T14:00:00Z'),
    signal: new AbortController().signal,
    timeoutMs: 1000,
    maxReads: 10,
    mayRead: () => true,
    append: () => Promise.resolve(),
    recorded: [],
    ...options,
  })
}

describe('evidence/ledger', () => {
  it('numbers evidence in the order of asking and asks the same question once', async () => {
    const telemetry = telemetryAnswering(() => Promise.resolve(ok([CHECK])))
    const ledger = ledgerOver(telemetry)

    const [first, again, other] = await Promise.all([
      ledger.read({ kind: 'checks' }),
      ledger.read({ kind: 'checks' }),
      ledger.read({ kind: 'alerts' }),
    ])

    expect(first).toBe(again)
    expect([first.id, other.id]).toEqual(['E1', 'E2'])
    expect(telemetry.asked).toHaveLength(2)
    expect(ledger.evidence().map((entry) => entry.id)).toEqual(['E1', 'E2'])
  })

  it('answers from an earlier attempt without asking again', async () => {
    const stored: Evidence[] = []
    const before = ledgerOver(
      telemetryAnswering(() => Promise.resolve(ok([CHECK]))),
      { append: (entry) => Promise.resolve(void stored.push(entry)) },
    )
    await before.read({ kind: 'checks' })
    const telemetry = telemetryAnswering(() => Promise.resolve(ok([])))

    const resumed = ledgerOver(telemetry, { recorded: stored })
    const kept = await resumed.read({ kind: 'checks' })
    const next = await resumed.read({ kind: 'alerts' })

    expect(kept).toEqual(stored[0])
    expect(next.id).toBe('E2')
    expect(telemetry.asked).toEqual([{ kind: 'alerts' }])
  })

  it('records a read that takes too long as an error that names the wait', async () => {
    const ledger = ledgerOver(
      telemetryAnswering(() => new Promise(() => undefined)),
      { timeoutMs: 20 },
    )

    const evidence = await ledger.read({ kind: 'checks' })

    expect(evidence).toMatchObject({ reading: { status: 'error', code: 'telemetry_timeout', why: 'timed out after 0.02 s' } })
  })

  it('turns a throwing adapter into an error reading and leaves the source alone after three in a row', async () => {
    const telemetry = telemetryAnswering(() => Promise.reject(new Error('boom')))
    const ledger = ledgerOver(telemetry)
    const window = { start: new Date(0), end: new Date(1) }

    const readings = []
    for (const stepSeconds of [1, 2, 3, 4]) readings.push(await ledger.read({ kind: 'call_edges', window, stepSeconds }))
    const otherSource = await ledger.read({ kind: 'alerts' })

    expect(telemetry.asked).toHaveLength(4)
    expect(readings[3]?.reading).toMatchObject({ status: 'error', why: 'traces failed repeatedly and is left alone for now' })
    expect(otherSource.reading).toMatchObject({ why: 'the adapter failed unexpectedly (Error)' })
  })

  it('does not ask a source that the policy forbids', async () => {
    const telemetry = telemetryAnswering(() => Promise.resolve(ok([CHECK])))

    const evidence = await ledgerOver(telemetry, { mayRead: (source) => source !== 'checks' }).read({ kind: 'checks' })

    expect(evidence.reading).toMatchObject({ status: 'error', code: 'telemetry_denied' })
    expect(telemetry.asked).toEqual([])
  })

  it.each(['logs', 'metrics'])('keeps back calls that were counted in %s where the policy does not let these be read', async (denied) => {
    const grid = { startAt: new Date('2026-05-27T13:00:00Z'), stepSeconds: 60 }
    const samples = { counts: [1], errors: [0], ownErrors: [null], p50Ms: [2], p95Ms: [2], selfP50Ms: [null], selfP95Ms: [null] }
    const traced = { locator: 'spans#1', service: 'shop/Service/quote', ...grid, ...samples }
    const logged = { ...traced, locator: 'log#1', service: 'shop/Service/gate', countedIn: denied }
    const query = {
      kind: 'service_calls',
      window: { start: grid.startAt, end: new Date('2026-05-27T13:01:00Z') },
      stepSeconds: 60,
    } as const
    const readBy = async (rows: readonly unknown[]) => {
      const telemetry = telemetryAnswering(() => Promise.resolve(ok(rows)))
      return (await ledgerOver(telemetry, { mayRead: (source) => source !== denied }).read(query)).reading
    }

    expect(await readBy([traced, logged])).toMatchObject({ status: 'ok', rows: [{ locator: 'spans#1' }] })
    expect(await readBy([logged])).toMatchObject({ status: 'error', code: 'telemetry_denied' })
  })

  it('names the limit once its reads are used up', async () => {
    const ledger = ledgerOver(
      telemetryAnswering(() => Promise.resolve(ok([CHECK]))),
      { maxReads: 1 },
    )

    const within = await ledger.read({ kind: 'checks' })
    const past = await ledger.read({ kind: 'alerts' })

    expect(within.reading.status).toBe('ok')
    expect(past.reading).toMatchObject({ status: 'error', why: 'the limit of 1 reads for one investigation is used up' })
  })

  it('hashes and returns what is left after secrets are masked', async () => {
    const leaking = { ...CHECK, output: 'postgres://shop:hunter22@db/orders' }
    const ledger = ledgerOver(telemetryAnswering(() => Promise.resolve(ok([leaking]))))

    const evidence = await ledger.read({ kind: 'checks' })

    expect(JSON.stringify(evidence)).not.toContain('hunter22')
    expect(evidence.reading).toMatchObject({ rows: [{ output: 'postgres://[masked]@db/orders' }] })
  })
})
