import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/causal/diagnose.ts'
import { rowsHeld } from '../../../src/causal/scene/cite.ts'
import { isQuotedFrom } from '../../../src/domain/quotation.ts'
import { asked, declaredAt, served, stepped } from '../../support/call-facts.ts'
import { factsOf } from '../../support/facts.ts'

const ORDERS = 'shop/Service/orders'
const STEADY = stepped(30, 0, 30)

/** Orders ask quotes, then basket, then ship; from minute 25 on they stop after basket. */
function stoppingOrders(over: { readonly basketCalls?: readonly number[] } = {}) {
  return factsOf({
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

describe('src/causal/mechanisms/skipped-work', () => {
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
    const facts = factsOf({
      overview: [declaredAt(24)],
      service_calls: [served(ORDERS, STEADY), served('shop/Service/shipping', STEADY)],
      call_edges: [asked(ORDERS, 'shop/Service/shipping', { counts: STEADY })],
    })

    expect(diagnose(facts).submission.rootCauses).toEqual([])
  })
})
