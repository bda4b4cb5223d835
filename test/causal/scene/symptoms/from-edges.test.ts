import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { asked, stepped } from '../../../support/call-facts.ts'
import { calls, factsOf, minute, OVERVIEW } from '../../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const ORDERS = 'shop/Service/orders'

function unreachable(calleeMs: (number | null)[]) {
  const edge = { ...asked(ORDERS, BASKET, { counts: stepped(20, 0, 20), callerMs: stepped(9, 0, 9) }), errors: stepped(0, 20, 20) }
  const scene = buildScene(
    factsOf({ overview: [OVERVIEW], service_calls: [calls(BASKET)], call_edges: [{ ...edge, calleeP50Ms: calleeMs }] }),
  )
  return scene.symptoms.filter(({ kind }) => kind === 'unreachable').map(({ entity, seenBy, since }) => [entity, seenBy, since])
}

describe('causal/scene/symptoms/from-edges', () => {
  it('hears callers about a service with spans of its own when their calls no longer get through to it', () => {
    expect(unreachable(stepped<number | null>(5, 20, null))).toEqual([[BASKET, ORDERS, minute(20)]])
  })

  it('lets the service speak for itself when it answers with errors, and when its time was never recorded', () => {
    expect(unreachable(stepped<number | null>(5, 20, 5))).toEqual([])
    expect(unreachable(stepped<number | null>(null, 20, null))).toEqual([])
  })
})
