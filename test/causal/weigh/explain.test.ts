import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import type { Proposal } from '../../../src/causal/weigh/candidate.ts'
import { explain } from '../../../src/causal/weigh/explain.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { calls, depends, factsOf, minute, OVERVIEW } from '../../support/facts.ts'

function proposal(entity: EntityId, since: Date): Proposal {
  return {
    entity,
    mechanism: 'config_changed',
    since,
    basis: 'changed',
    for: [],
    against: [],
    victims: [entity],
    effects: ['error_rate'],
    disprovenBy: '',
    disconfirmingQueries: [],
    action: null,
  }
}

const BASKET = 'shop/Service/basket'
const QUOTES = 'shop/Service/quotes'

describe('causal/weigh/explain', () => {
  it('does not count a symptom that ended before the cause came about', () => {
    const scene = buildScene(factsOf({ overview: [OVERVIEW], service_calls: [calls(BASKET, { from: { at: 20, errors: 40 }, until: 26 })] }))

    expect(explain(proposal(BASKET, minute(19)), scene)?.direct).toHaveLength(1)
    expect(explain(proposal(BASKET, minute(30)), scene)).toBeNull()
  })

  it('leaves out what came only after the part that was asked about', () => {
    const scene = buildScene(factsOf({ overview: [OVERVIEW], service_calls: [calls(BASKET, { from: { at: 20, errors: 40 } })] }))

    expect(explain(proposal(BASKET, minute(41)), scene)).not.toBeNull()
    expect(explain(proposal(BASKET, minute(44)), scene)).toBeNull()
  })

  it('takes a cause for early by what it accounts for, not by noise elsewhere that began before', () => {
    const noise = calls(QUOTES, { from: { at: 16, errors: 90 }, until: 27 })
    const scene = buildScene(factsOf({ overview: [OVERVIEW], service_calls: [noise, calls(BASKET, { from: { at: 24, errors: 60 } })] }))

    expect(scene.onset).toEqual(minute(16))
    expect(explain(proposal(BASKET, minute(23)), scene)?.order).toBe('before')
    expect(explain(proposal(QUOTES, minute(22)), scene)?.order).toBe('late')
  })

  it('drops a condition that may be over when all that it did is over', () => {
    const past = { ...proposal(BASKET, minute(19)), endedAt: minute(25) }
    const failing = (until: number) =>
      buildScene(factsOf({ overview: [OVERVIEW], service_calls: [calls(BASKET, { from: { at: 20, errors: 40 }, until })] }))

    expect(explain(past, failing(26))).toBeNull()
    expect(explain(past, failing(40))?.direct).toHaveLength(1)
  })

  it('tells what a cause reaches from what uses what it uses, and from what only came after it', () => {
    const [SHIPPING, STORE, BELT] = ['shop/Service/shipping', 'shop/Service/store', 'shop/Service/belt'] as const
    const failing = ([BASKET, QUOTES, STORE] as const).map((service) => calls(service, { from: { at: 20, errors: 60 } }))
    const dependencies = [depends(BASKET, SHIPPING), depends(SHIPPING, BELT), depends(QUOTES, BELT)]
    const scene = buildScene(factsOf({ overview: [OVERVIEW], service_calls: failing, dependencies }))
    const spread = explain({ ...proposal(SHIPPING, minute(19)), spreadsFrom: minute(19) }, scene)

    expect(spread?.explained).toHaveLength(3)
    expect([spread?.linked, spread?.nearby, spread?.coverage].map((share) => Math.round((share ?? 0) * 30))).toEqual([10, 20, 30])
    expect(explain(proposal(SHIPPING, minute(19)), scene)).toMatchObject({ coverage: spread?.linked, nearby: spread?.linked })
  })

  it('lays nothing at the door of what had ended minutes before', () => {
    const later = buildScene(factsOf({ overview: [OVERVIEW], service_calls: [calls(BASKET, { from: { at: 30, errors: 40 } })] }))
    const ended = (at: number) => explain({ ...proposal(BASKET, minute(19)), endedAt: minute(at) }, later)

    expect(ended(27)?.direct).toHaveLength(1)
    expect(ended(22)).toBeNull()
  })
})
