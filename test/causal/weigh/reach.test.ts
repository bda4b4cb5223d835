import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { reachFrom, wouldShow } from '../../../src/causal/weigh/reach.ts'
import { calls, depends, factsOf, OVERVIEW, version } from '../../support/facts.ts'

const CHAIN = factsOf({
  overview: [OVERVIEW],
  service_calls: [calls('shop/Service/storefront')],
  dependencies: [
    depends('shop/Service/storefront', 'shop/Service/shipping'),
    depends('shop/Service/shipping', 'shop/Service/quotes'),
    depends('shop/Service/storefront', 'shop/Service/basket'),
    depends('shop/Service/quotes', 'shop/Service/shipping'),
  ],
  object_versions: [
    version('shop/Deployment/quotes', { spec: { template: { metadata: { labels: { app: 'quotes' } } } } }),
    version('shop/ReplicaSet/quotes-7f9c', { metadata: { ownerReferences: [{ kind: 'Deployment', name: 'quotes' }] } }),
    version('shop/Pod/quotes-7f9c-abcde', {
      metadata: { labels: { app: 'quotes' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'quotes-7f9c' }] },
      spec: { nodeName: 'n1' },
    }),
    version('shop/Service/quotes', { spec: { selector: { app: 'quotes' } } }),
  ],
})

describe('causal/weigh/reach', () => {
  const { graph } = buildScene(CHAIN)

  it('gives a pod, its workload and its service one name', () => {
    const entities = ['shop/Pod/quotes-7f9c-abcde', 'shop/ReplicaSet/quotes-7f9c', 'shop/Deployment/quotes', 'shop/Service/quotes'] as const

    expect(new Set(entities.map((entity) => graph.unitOf(entity)))).toEqual(new Set(['shop/Service/quotes']))
  })

  it('knows the unit of a pod that was gone before anybody looked, by its name', () => {
    expect(graph.unitOf('shop/Pod/quotes-66c8f7d9b-xk2lp')).toBe('shop/Service/quotes')
  })

  it('follows a fault to those that wait and to those that are called less, also around a cycle', () => {
    const reach = reachFrom(graph, ['shop/Deployment/quotes'])

    expect(reach.of('shop/Service/quotes')).toBe('victim')
    expect(reach.of('shop/Service/shipping')).toBe('caller')
    expect(reach.of('shop/Service/storefront')).toBe('caller')
    expect(reach.of('shop/Service/basket')).toBe('callee')
    expect(reach.pathTo('shop/Service/storefront')).toEqual(['shop/Service/quotes', 'shop/Service/shipping', 'shop/Service/storefront'])
  })

  it('lets the fault of a node bite at the units of its pods', () => {
    expect(reachFrom(graph, ['_cluster/Node/n1']).of('shop/Service/quotes')).toBe('victim')
  })

  it('lays at the door of a namespace only what the fault predicts', () => {
    const reach = reachFrom(graph, ['_cluster/Namespace/shop'])

    expect(reach.of('shop/Service/basket')).toBe('namespace')
    expect(wouldShow('cost', 'namespace', ['cost'])).toBe(true)
    expect(wouldShow('latency', 'namespace', ['cost'])).toBe(false)
  })

  it('expects callees to lose traffic, and to drown only in a flood', () => {
    expect(wouldShow('traffic_drop', 'callee', [])).toBe(true)
    expect(wouldShow('latency', 'callee', ['error_rate'])).toBe(false)
    expect(wouldShow('latency', 'callee', ['traffic_surge'])).toBe(true)
  })
})
