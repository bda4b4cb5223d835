import { describe, expect, it } from 'vitest'
import { candidatesIn, diagnose } from '../../../src/causal/diagnose.ts'
import { answersOtherwise } from '../../../src/causal/families/answers-otherwise.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { rowsHeld } from '../../../src/causal/scene/cite.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { isQuotedFrom } from '../../../src/domain/quotation.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { asked, declaredAt, errorLine, served, stepped } from '../../support/call-facts.ts'
import { calls, depends, busyFactsOf, minute, version } from '../../support/facts.ts'
import { failedCall } from './cluster.ts'

const BASKET = 'shop/Service/basket'
const ORDERS = 'shop/Service/orders'
const OWN = 'ERROR [price] no price found for sku'
const KNOWN = errorLine('shop/Service/quotes', 'ERROR stale rate', { now: 5, before: 5 })

type Lines = readonly Omit<Rows['log_patterns'], 'locator'>[]
interface Around {
  readonly service_calls?: readonly Omit<Rows['service_calls'], 'locator'>[]
  readonly call_edges?: readonly Omit<Rows['call_edges'], 'locator'>[]
  readonly call_failures?: readonly Omit<Rows['call_failures'], 'locator'>[]
  readonly object_versions?: readonly Omit<Rows['object_versions'], 'locator'>[]
  readonly dependencies?: readonly Omit<Rows['dependencies'], 'locator'>[]
}

function proposed(lines: Lines, around: Around = {}) {
  const scene = buildScene(busyFactsOf({ overview: [declaredAt(20)], log_patterns: lines, ...around }))
  return answersOtherwise.propose(scene).map(({ entity, mechanism, basis }) => [entity, mechanism, basis])
}

/** The same with a baseline of so many minutes before 20 minutes of incident. */
function proposedAfter(minutes: number, lines: Lines) {
  const facts = busyFactsOf({ overview: [declaredAt(20)], log_patterns: lines })
  const incident = { start: minute(20), end: minute(40) }
  const query = { kind: 'log_patterns' as const, incident, baseline: { start: minute(20 - minutes), end: minute(20) } }
  return answersOtherwise.propose(buildScene({ ...facts, log_patterns: (facts.log_patterns ?? []).map((one) => ({ ...one, query })) }))
}

describe('causal/families/answers-otherwise, by new errors', () => {
  it('says nothing of a service that does not reach whom it calls', () => {
    const unreached = (lastAt: Date) => ({
      call_failures: [failedCall('quotes', { caller: BASKET, failure: 'timed_out', port: 80, count: 40, lastAt })],
      object_versions: [version('shop/Service/quotes', { spec: { selector: { app: 'quotes' } } })],
    })

    expect(proposed([errorLine(BASKET, OWN), KNOWN], unreached(minute(39)))).toEqual([])
    expect(proposed([errorLine(BASKET, OWN), KNOWN], unreached(minute(24)))).toEqual([[BASKET, 'result_changed', 'measured']])
  })

  it('names the service that logs a new error in its own words', () => {
    expect(proposed([errorLine(BASKET, OWN), KNOWN])).toEqual([[BASKET, 'result_changed', 'measured']])
  })

  it('leaves a place to whoever names the fault in the same words', () => {
    const mechanismsFor = (said: string) => {
      const failing = [calls(BASKET, { from: { at: 20, errors: 60 } })]
      const lines = [errorLine(BASKET, said), KNOWN]
      const scene = buildScene(busyFactsOf({ overview: [declaredAt(20)], log_patterns: lines, service_calls: failing }))
      return candidatesIn(scene).map(({ proposal }) => proposal.mechanism)
    }

    expect(mechanismsFor(OWN)).toContain('result_changed')
    expect(mechanismsFor('ERROR [price] connection pool exhausted')).toContain('connections_exhausted')
    expect(mechanismsFor('ERROR [price] connection pool exhausted')).not.toContain('result_changed')
  })

  it('tells a thrown error from a changed result', () => {
    const lines = [errorLine(BASKET, 'ERROR [price] IllegalStateException: no price'), KNOWN]

    expect(proposed(lines)).toEqual([[BASKET, 'exception_thrown', 'measured']])
  })

  it('says nothing of errors that a calm day holds, and of one or two', () => {
    expect(proposed([errorLine(BASKET, OWN, { now: 9, before: 2 }), KNOWN])).toEqual([])
    expect(proposed([errorLine(BASKET, OWN, { now: 2 }), KNOWN])).toEqual([])
  })

  it('takes no error for new that a short baseline would lack by chance', () => {
    expect([20, 40].map((now) => proposedAfter(2, [errorLine(BASKET, OWN, { now }), KNOWN]).length)).toEqual([0, 1])
  })

  it('puts the service that passes an error on behind the one that has words for it', () => {
    const lines = [errorLine(ORDERS, 'ERROR upstream basket answered 500', { now: 90 }), errorLine(BASKET, OWN), KNOWN]

    expect(proposed(lines, { dependencies: [depends(ORDERS, BASKET)] }).map(([entity]) => entity)).toEqual([BASKET, ORDERS])
  })

  it('only infers from an error about a callee, from a refused login and from what is not logged any more', () => {
    const dependencies = [depends(BASKET, 'shop/Service/stock')]
    const inferred = [[BASKET, 'result_changed', 'inferred']]
    const over = { ...errorLine(BASKET, OWN), lastAt: minute(30) }

    expect(proposed([errorLine(BASKET, 'ERROR stock:80 answered with nonsense'), KNOWN], { dependencies })).toEqual(inferred)
    expect(proposed([errorLine(BASKET, 'FATAL: password authentication failed for user "app"'), KNOWN])).toEqual(inferred)
    expect(proposed([over, KNOWN])).toEqual(inferred)
  })

  it('takes lines that end in the same words as one about a callee for the same failure', () => {
    const dependencies = [depends(BASKET, 'shop/Service/stock')]
    const lines = [
      errorLine(BASKET, 'ERROR call to stock:80 failed: quota of tenant is gone'),
      errorLine(BASKET, '{"level": "error", "msg": "request /items failed: quota of tenant is gone", "n": 4}'),
    ]

    expect(proposed([...lines, KNOWN], { dependencies })).toEqual([[BASKET, 'result_changed', 'static']])
    expect(proposed([...lines, errorLine(BASKET, OWN), KNOWN], { dependencies })).toEqual([[BASKET, 'result_changed', 'measured']])
  })

  it('asks what the failing spans of the service say, for a proxy logs only how it answered', () => {
    const facts = busyFactsOf({ overview: [declaredAt(20)], log_patterns: [errorLine(BASKET, '"GET /sku HTTP/1.1" 503 UF'), KNOWN] })

    const [first] = answersOtherwise.propose(buildScene(facts))

    expect(first?.disconfirmingQueries).toContainEqual(expect.objectContaining({ kind: 'span_examples', entity: BASKET, onlyErrors: true }))
  })

  it('only infers where more is asked of everybody', () => {
    const flooded = [BASKET, ORDERS].map((service) => calls(service as typeof BASKET, { from: { at: 20, count: 600, p95: 900 } }))

    expect(proposed([errorLine(BASKET, OWN), KNOWN], { service_calls: flooded })).toEqual([[BASKET, 'result_changed', 'inferred']])
  })

  it('says nothing of an error that a service handles: its calls were counted and go well', () => {
    expect(proposed([errorLine(BASKET, OWN), KNOWN], { service_calls: [calls(BASKET)] })).toEqual([])
  })

  it('names a service whose counted calls fail with it', () => {
    const failing = calls(BASKET, { from: { at: 20, errors: 60 } })

    expect(proposed([errorLine(BASKET, OWN), KNOWN], { service_calls: [failing] }).map(([entity]) => entity)).toEqual([BASKET])
  })
})

describe('causal/families/answers-otherwise, by lines that no longer follow', () => {
  const ORDERS = 'shop/Service/orders'
  const BASKET = 'shop/Service/basket'
  const QUOTES = 'shop/Service/quotes'
  const STEADY = stepped(30, 0, 30)
  const WRAPPED = 'ERROR d.Dispatcher#175 Servlet.service() for servlet [dispatcher] threw exception'

  type Line = Omit<Rows['log_patterns'], 'locator'>

  /** A harmless line and how many of the requests that reach it go on to the next one. */
  function line(entity: EntityId, next: { readonly followed: number; readonly seen: number; readonly gapMs: number }): Line {
    const example = `INFO c.Price#31 [price][read] at ${entity}`
    const base = errorLine(entity, example, { now: next.seen, before: next.seen })
    return { ...base, severity: 'info', next: { pattern: 'INFO c.Price#38 [price][sent]', usual: 12, ...next } }
  }

  function factsWith(lines: readonly Line[]) {
    return busyFactsOf({
      overview: [declaredAt(20)],
      service_calls: [served(ORDERS, STEADY), served(BASKET, STEADY), served(QUOTES, STEADY)],
      call_edges: [asked(ORDERS, BASKET, { counts: STEADY }), asked(BASKET, QUOTES, { counts: STEADY })],
      log_patterns: lines,
    })
  }

  function proposed(lines: readonly Line[]) {
    return answersOtherwise.propose(buildScene(factsWith(lines))).map(({ entity, mechanism, basis }) => [entity, mechanism, basis])
  }

  it('names the service that leaves its own code between two lines, silently', () => {
    const lines = [line(BASKET, { followed: 4, seen: 20, gapMs: 0.4 })]

    expect(proposed(lines)).toEqual([[BASKET, 'exception_thrown', 'measured']])
  })

  it('leaves a service out that only waits for an answer of one that breaks off', () => {
    const lines = [line(ORDERS, { followed: 0, seen: 20, gapMs: 30 }), line(BASKET, { followed: 4, seen: 20, gapMs: 12 })]

    expect(proposed(lines).map(([entity]) => entity)).toEqual([BASKET])
  })

  it('puts what lies in own code alone before what may lie in an answer', () => {
    const lines = [line(QUOTES, { followed: 0, seen: 20, gapMs: 9 }), line(ORDERS, { followed: 15, seen: 20, gapMs: 0.3 })]

    expect(proposed(lines)).toEqual([
      [ORDERS, 'exception_thrown', 'measured'],
      [QUOTES, 'exception_thrown', 'inferred'],
    ])
  })

  it('calls it a changed result when the service says so in a new warning that speaks of nothing thrown', () => {
    const warning: Line = { ...errorLine(BASKET, 'WARN c.Price#34 [price][none found]', { now: 16 }), severity: 'warning' }

    expect(proposed([line(BASKET, { followed: 4, seen: 20, gapMs: 0.4 }), warning])).toEqual([[BASKET, 'result_changed', 'measured']])
  })

  it('trusts one request that breaks off little, and says nothing when all go on', () => {
    expect(proposed([line(BASKET, { followed: 1, seen: 2, gapMs: 0.4 })])).toEqual([[BASKET, 'exception_thrown', 'inferred']])
    expect(proposed([line(BASKET, { followed: 20, seen: 20, gapMs: 0.4 })])).toEqual([])
    expect(proposed([line(BASKET, { followed: 49, seen: 50, gapMs: 0.4 })])).toEqual([])
  })

  it('comes before a framework that reports at another service what a calm day reports as well', () => {
    const noise = [errorLine(ORDERS, WRAPPED, { now: 12 }), errorLine(QUOTES, WRAPPED, { now: 0, before: 6 })]

    const { submission } = diagnose(factsWith([...noise, line(BASKET, { followed: 4, seen: 20, gapMs: 0.4 })]))

    expect(submission.rootCauses.map(({ entity }) => entity)).toEqual([BASKET])
  })

  it('says nothing is wrong when only a framework reports what a calm day reports as well', () => {
    const known = [errorLine(ORDERS, WRAPPED, { now: 12 }), errorLine(QUOTES, WRAPPED, { now: 0, before: 6 })]
    const fresh = [errorLine(ORDERS, WRAPPED, { now: 12 }), errorLine(QUOTES, 'ERROR c.Quote#9 stale rate', { now: 5, before: 5 })]

    expect(diagnose(factsWith(known)).submission.rootCauses).toEqual([])
    expect(diagnose(factsWith(fresh)).submission.rootCauses.map(({ entity }) => entity)).toContain(ORDERS)
  })
})

describe('causal/families/answers-otherwise, by work that is skipped', () => {
  const ORDERS = 'shop/Service/orders'
  const STEADY = stepped(30, 0, 30)

  /** Orders ask quotes, then basket, then ship; from minute 25 on they stop after basket. */
  function stoppingOrders(over: { readonly basketCalls?: readonly number[] } = {}) {
    return busyFactsOf({
      overview: [declaredAt(24)],
      service_calls: [
        served(ORDERS, STEADY),
        served('shop/Service/basket', over.basketCalls ?? STEADY),
        served('shop/Service/quotes', STEADY),
        served('shop/Service/shipping', stepped(30, 25, 9)),
      ],
      call_edges: [
        asked('shop/Service/storefront', ORDERS, { counts: STEADY }),
        asked(ORDERS, 'shop/Service/basket', { counts: STEADY }),
        asked(ORDERS, 'shop/Service/quotes', { counts: STEADY }),
        asked(ORDERS, 'shop/Service/shipping', { counts: stepped(30, 25, 9) }),
      ],
    })
  }

  it('names the service that stops early, with a quote of what it no longer does', () => {
    const facts = stoppingOrders()

    const { submission } = diagnose(facts)

    const [cause] = submission.rootCauses
    const [citation] = cause?.for[0]?.citations ?? []
    const rows = rowsHeld(facts, 'call_edges').map(({ row }) => row)
    expect(submission.rootCauses.map(({ entity, mechanism }) => [entity, mechanism])).toEqual([[ORDERS, 'result_changed']])
    expect(rows.some((row) => isQuotedFrom(citation?.quote ?? '', row))).toBe(true)
  })

  it('names beside it the callee that others ask less too, and never the one that comes after the stop', () => {
    const { submission } = diagnose(stoppingOrders({ basketCalls: stepped(300, 25, 40) }))

    const named = [...submission.rootCauses, ...submission.alternatives].map(({ entity }) => entity)

    expect(named).toContain('shop/Service/basket')
    expect(named).not.toContain('shop/Service/shipping')
  })

  it('claims nothing when every request does all of its work', () => {
    const facts = busyFactsOf({
      overview: [declaredAt(24)],
      service_calls: [served(ORDERS, STEADY), served('shop/Service/shipping', STEADY)],
      call_edges: [asked(ORDERS, 'shop/Service/shipping', { counts: STEADY })],
    })

    expect(diagnose(facts).submission.rootCauses).toEqual([])
  })
})
