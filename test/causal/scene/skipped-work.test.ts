import { describe, expect, it } from 'vitest'
import { skippedWork } from '../../../src/causal/scene/skipped-work.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { asked, served, stepped } from '../../support/call-facts.ts'
import { factsOf, minute, STEPS } from '../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const ORDERS = 'shop/Service/orders'
const QUOTES = 'shop/Service/quotes'

function found(rows: {
  readonly calls: readonly Omit<Rows['service_calls'], 'locator'>[]
  readonly edges?: readonly Omit<Rows['call_edges'], 'locator'>[]
}) {
  return skippedWork(factsOf({ service_calls: rows.calls, call_edges: rows.edges ?? [] }), minute(20)).map(
    ({ service, what, requests, done, since }) => ({ service, what, requests, done, since }),
  )
}

const STEADY = stepped(30, 0, 30)

/** Counts that jitter around a mean, the same on every run. */
function jittered(mean: number, phase: number): number[] {
  return Array.from({ length: STEPS }, (_, index) => mean + Math.round(mean * 0.3 * Math.sin(index * 2.4 + phase)))
}

describe('src/causal/skipped-work', () => {
  it('finds the call that each request made and half of them no longer make, from the step it began', () => {
    const edge = asked(ORDERS, QUOTES, { counts: stepped(30, 25, 15) })

    const works = found({ calls: [served(ORDERS, stepped(30, 25, 30))], edges: [edge] })

    expect(works).toEqual([{ service: ORDERS, what: QUOTES, requests: 450, done: 225, since: minute(25) }])
  })

  it('finds an operation that is no longer done, without any call to another service', () => {
    const works = found({ calls: [served(BASKET, stepped(40, 0, 40), { price: stepped(40, 30, 28), check: stepped(40, 0, 40) })] })

    expect(works.map(({ what }) => what)).toEqual(['price'])
  })

  it('finds the call that some requests made and none makes any more, but not one that they make more rarely', () => {
    const calls = [served(ORDERS, STEADY)]
    const gone = asked(ORDERS, QUOTES, { counts: stepped(12, 25, 0) })

    expect(found({ calls, edges: [gone] }).map(({ what, done }) => [what, done])).toEqual([[QUOTES, 0]])
    expect(found({ calls, edges: [asked(ORDERS, QUOTES, { counts: stepped(12, 25, 3) })] })).toEqual([])
  })

  it('says nothing of fewer requests that are all served whole', () => {
    const edge = asked(ORDERS, QUOTES, { counts: stepped(30, 25, 8) })

    expect(found({ calls: [served(ORDERS, stepped(30, 25, 8))], edges: [edge] })).toEqual([])
  })

  it('says nothing of work that depends on the kind of request', () => {
    const edge = asked(ORDERS, QUOTES, { counts: jittered(12, 1) })

    expect(found({ calls: [served(ORDERS, jittered(30, 0))], edges: [edge] })).toEqual([])
  })

  it('says nothing of a call lost now and then', () => {
    const counts = Array.from({ length: STEPS }, (_, index) => (index % 7 === 0 ? 29 : 30))

    expect(found({ calls: [served(ORDERS, stepped(30, 0, 30))], edges: [asked(ORDERS, QUOTES, { counts })] })).toEqual([])
  })

  it('says nothing of a small recording, where chance could have left it out', () => {
    const edge = asked(ORDERS, QUOTES, { counts: stepped<number | null>(null, 19, 1) })

    expect(found({ calls: [served(ORDERS, stepped<number | null>(null, 19, 2))], edges: [edge] })).toEqual([])
  })

  it('asks for two steps, or one plain step at the end', () => {
    const once = (share: number) => stepped(30, STEPS - 1, 30 * share)
    const served30 = served(ORDERS, stepped(30, 0, 30))

    expect(found({ calls: [served30], edges: [asked(ORDERS, QUOTES, { counts: once(0.6) })] })).toEqual([])
    expect(found({ calls: [served30], edges: [asked(ORDERS, QUOTES, { counts: once(0.2) })] })).toHaveLength(1)
  })

  it('leaves out a caller that stops because what it calls does', () => {
    const calls = [served(BASKET, stepped(30, 0, 30)), served(ORDERS, stepped(30, 0, 30))]
    const edges = [
      asked(BASKET, ORDERS, { counts: stepped(30, 0, 30) }),
      asked(BASKET, 'shop/Service/shipping', { counts: stepped(30, 22, 10) }),
      asked(ORDERS, QUOTES, { counts: stepped(30, 22, 10) }),
    ]

    expect(found({ calls, edges }).map(({ service }) => service)).toEqual([ORDERS])
  })

  it('compares with a recording of a calm day where the row has one', () => {
    const calm = { count: 30, p50Ms: null, selfP50Ms: null }
    const row = { ...served(ORDERS, stepped(30, 0, 30)), usual: calm, operations: [{ name: 'ship', counts: stepped(6, 0, 6), usual: 30 }] }

    expect(found({ calls: [row] }).map(({ what }) => what)).toEqual(['ship'])
  })
})
