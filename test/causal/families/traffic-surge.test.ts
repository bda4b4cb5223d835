import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { trafficSurge } from '../../../src/causal/families/traffic-surge.ts'
import { calls, depends, factsOf, OVERVIEW } from '../../support/facts.ts'

function sourcesIn(serviceCalls: ReturnType<typeof calls>[]) {
  const dependencies = [
    depends('shop/Service/shoppers', 'shop/Service/storefront'),
    depends('shop/Service/storefront', 'shop/Service/basket'),
    depends('shop/Service/basket', 'shop/Service/quotes'),
  ]
  const scene = buildScene(factsOf({ overview: [OVERVIEW], service_calls: serviceCalls, dependencies }))
  return trafficSurge.propose(scene).map(({ entity }) => entity)
}

describe('causal/families/traffic-surge', () => {
  it('names the place where a flood begins', () => {
    const flooded = [
      calls('shop/Service/storefront', { from: { at: 20, count: 500 } }),
      calls('shop/Service/basket', { from: { at: 20, count: 450 } }),
    ]

    expect(sourcesIn(flooded)).toEqual(['shop/Service/shoppers'])
  })

  it('names every entrance when a wave comes in at all of them, as one act', () => {
    const flooded = [
      calls('shop/Service/storefront', { from: { at: 20, count: 500 } }),
      calls('shop/Service/partners', { from: { at: 20, count: 500 } }),
      calls('shop/Service/basket', { from: { at: 20, count: 450 } }),
    ]

    expect(sourcesIn(flooded).toSorted()).toEqual(['shop/Service/partners', 'shop/Service/shoppers'])
  })

  it('does not take the retries of one caller for a flood', () => {
    expect(sourcesIn([calls('shop/Service/quotes', { from: { at: 20, count: 500, errors: 300 } })])).toEqual([])
  })

  it('does not take calls that rise after failures for their cause', () => {
    const retried = [
      calls('shop/Service/storefront', { from: { at: 26, count: 500 } }),
      calls('shop/Service/basket', { from: { at: 26, count: 500 } }),
      calls('shop/Service/quotes', { from: { at: 18, errors: 90 } }),
    ]

    expect(sourcesIn(retried)).toEqual([])
  })

  it('trusts a flood that overruns somebody more than mere growth', () => {
    expect(basisOf(900)).toEqual(['measured'])
    expect(basisOf(40)).toEqual(['inferred'])
  })

  it('only infers from growth that was carried for long before anybody was harmed', () => {
    const harmedAt = (at: number) => {
      const grown = [8, 8, at].map((start, index) =>
        calls((['shop/Service/storefront', 'shop/Service/basket', 'shop/Service/quotes'] as const)[index] ?? 'shop/Service/quotes', {
          from: { at: start, count: 500, ...(index === 2 ? { p95: 900 } : {}) },
        }),
      )
      return trafficSurge.propose(buildScene(factsOf({ overview: [OVERVIEW], service_calls: grown }))).map(({ basis }) => basis)
    }

    expect(new Set(harmedAt(10))).toEqual(new Set(['measured']))
    expect(new Set(harmedAt(30))).toEqual(new Set(['inferred']))
  })
})

function basisOf(p95: number) {
  const flooded = (['shop/Service/storefront', 'shop/Service/basket'] as const).map((service) =>
    calls(service, { from: { at: 20, count: 500, p95 } }),
  )
  const dependencies = [
    depends('shop/Service/shoppers', 'shop/Service/storefront'),
    depends('shop/Service/storefront', 'shop/Service/basket'),
  ]
  const scene = buildScene(factsOf({ overview: [OVERVIEW], service_calls: flooded, dependencies }))
  return trafficSurge.propose(scene).map(({ basis }) => basis)
}
