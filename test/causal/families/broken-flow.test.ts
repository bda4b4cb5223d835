import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { diagnose } from '../../../src/causal/diagnose.ts'
import { brokenFlow } from '../../../src/causal/families/broken-flow.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { asked, declaredAt, errorLine, served, stepped } from '../../support/call-facts.ts'
import { factsOf } from '../../support/facts.ts'

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
  return factsOf({
    overview: [declaredAt(20)],
    service_calls: [served(ORDERS, STEADY), served(BASKET, STEADY), served(QUOTES, STEADY)],
    call_edges: [asked(ORDERS, BASKET, { counts: STEADY }), asked(BASKET, QUOTES, { counts: STEADY })],
    log_patterns: lines,
  })
}

function proposed(lines: readonly Line[]) {
  return brokenFlow.propose(buildScene(factsWith(lines))).map(({ entity, mechanism, basis }) => [entity, mechanism, basis])
}

describe('src/causal/mechanisms/broken-flow', () => {
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
