import { describe, expect, it } from 'vitest'
import type { EntityId } from '../../src/domain/entity.ts'
import type { Query, Reading } from '../../src/domain/reading.ts'
import type { QueryKind, Rows } from '../../src/domain/telemetry-rows.ts'
import { NOT_HELD, openEnvironment } from '../../src/telemetry/environment.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'

const WINDOW = { start: new Date('2026-12-01T01:00:00Z'), end: new Date('2026-12-01T02:00:00Z') }
const STEPPED = { kind: 'service_calls', window: WINDOW, stepSeconds: 60 } as const

type Answers = Partial<Record<QueryKind, Reading<unknown>>>

function source(name: string, answers: Answers): { readonly name: string; readonly telemetry: Telemetry } {
  const unknown = { status: 'unknown', why: `${name} has no such thing` } as const
  const read = ({ kind }: Query) => Promise.resolve((answers[kind] ?? unknown) as Reading<never>)
  return { name, telemetry: { label: name, read: ({ kind, ...rest }) => read({ kind, ...rest } as Query), close: () => Promise.resolve() } }
}

/** The Service in front of the Deployment `web` is called `site`. */
function frontOf(entity: EntityId): EntityId {
  return entity === 'shop/Deployment/web' ? 'shop/Service/site' : entity
}

function ask(query: Query, ...sources: readonly ReturnType<typeof source>[]) {
  const environment = openEnvironment('shop', { sources, window: WINDOW, fronts: () => Promise.resolve(frontOf) })
  return environment.read(query as Query & { kind: 'alerts' }, { signal: new AbortController().signal }) as Promise<
    Reading<Rows[QueryKind]>
  >
}

const ok = (...rows: readonly object[]): Reading<unknown> => ({ status: 'ok', rows, truncated: null, problems: [] })
const NOTHING: Reading<unknown> = { status: 'no_data', why: 'asked, and empty' }
const REFUSED: Reading<unknown> = { status: 'forbidden', why: 'no right to list pods' }
const FAILED: Reading<unknown> = { status: 'error', code: 'telemetry_timeout', why: 'did not answer within 20 s' }
const CUT: Reading<unknown> = {
  status: 'incomplete',
  rows: [{ locator: 'b' }],
  truncated: { limit: 'MAX_ROWS', leftOut: 3 },
  problems: [],
  why: null,
}

describe('several sources as one', () => {
  it('a source that has no such thing says nothing while another answers', async () => {
    expect(await ask({ kind: 'alerts' }, source('prod', {}), source('metrics', { alerts: ok({ locator: 'a' }) }))).toEqual(
      ok({ locator: 'a' }),
    )
  })

  it.each([
    ['refused', REFUSED, 'no right to list pods'],
    ['failed', FAILED, 'did not answer within 20 s'],
  ] as const)('what one %s makes the whole incomplete, by its name, and keeps the rows of the others', async (_, lost, why) => {
    const reading = await ask({ kind: 'listings' }, source('east', { listings: ok({ locator: 'a' }) }), source('west', { listings: lost }))
    expect(reading).toEqual({
      status: 'incomplete',
      rows: [{ locator: 'a' }],
      truncated: null,
      problems: [{ where: 'west', record: null, what: why }],
      why: null,
    })
  })

  it('is absent only where all that have such a thing answered completely and had none', async () => {
    const [empty, other] = [source('east', { listings: NOTHING }), source('west', { listings: NOTHING })]
    expect(await ask({ kind: 'listings' }, empty, other)).toMatchObject({ status: 'no_data' })
    expect(await ask({ kind: 'listings' }, empty, source('west', { listings: REFUSED }))).toMatchObject({ status: 'forbidden' })
    expect(await ask({ kind: 'listings' }, empty, source('west', { listings: FAILED }))).toMatchObject({ status: 'error' })
  })

  it('is unknown where nobody has such a thing, with every reason', async () => {
    expect(await ask({ kind: 'listings' }, source('east', {}), source('west', {}))).toEqual({
      status: 'unknown',
      why: 'east has no such thing; west has no such thing',
    })
  })

  it('a reason of its own counts before one that holds for every source', async () => {
    const never: Reading<unknown> = { status: 'unknown', why: NOT_HELD }
    const told: Reading<unknown> = { status: 'unknown', why: 'no alerting rule is loaded there' }
    expect(await ask({ kind: 'alerts' }, source('a', { alerts: told }), source('b', { alerts: never }))).toMatchObject({
      why: 'no alerting rule is loaded there',
    })
    expect(await ask({ kind: 'alerts' }, source('a', { alerts: never }), source('b', { alerts: never }))).toMatchObject({ why: NOT_HELD })
  })

  it('keeps the limit that cut one of them', async () => {
    const reading = await ask({ kind: 'listings' }, source('east', { listings: ok({ locator: 'a' }) }), source('west', { listings: CUT }))
    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [{ locator: 'a' }, { locator: 'b' }],
      truncated: { limit: 'MAX_ROWS', leftOut: 3 },
    })
  })

  it('tells the calls of a service from the first source that knows them', async () => {
    const metrics = source('metrics', { service_calls: ok({ locator: 'm', service: 'shop/Service/cart', counts: [] }) })
    const logs = source('prod', {
      service_calls: ok(
        { locator: 'l', service: 'shop/Service/cart', counts: [] },
        { locator: 'p', service: 'shop/Service/pay', counts: [] },
        { locator: 'q', service: 'shop/Service/pay', counts: [] },
      ),
    })
    const reading = await ask(STEPPED, metrics, logs)
    expect('rows' in reading && reading.rows.map(({ locator }) => locator)).toEqual(['m', 'p', 'q'])
  })

  it('a service that metrics call by its Service and logs by its workload is one', async () => {
    const metrics = source('metrics', { service_calls: ok({ locator: 'm', service: 'shop/Service/site', counts: [] }) })
    const logs = source('prod', { service_calls: ok({ locator: 'l', service: 'shop/Deployment/web', counts: [] }) })
    const reading = await ask(STEPPED, metrics, logs)
    expect('rows' in reading && reading.rows.map(({ locator }) => locator)).toEqual(['m'])
  })

  it('speaks of the run’s window, from where the first of them knows anything, and of all their scopes', async () => {
    const from = new Date('2026-12-01T01:20:00Z')
    const overview = (name: string, begins: Date | null, ...scopes: readonly string[]) =>
      source(name, { overview: ok({ locator: name, reported: null, from: begins, to: null, scopes }) })
    const reading = await ask({ kind: 'overview' }, overview('east', from, 'shop'), overview('west', null, 'pay', 'shop'))
    expect(reading).toMatchObject({ status: 'ok', rows: [{ from, to: WINDOW.end, scopes: ['shop', 'pay'] }] })
  })
})
