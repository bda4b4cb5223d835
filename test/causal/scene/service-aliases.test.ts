import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { asked, stepped } from '../../support/call-facts.ts'
import { calls, factsOf, OVERVIEW, version } from '../../support/facts.ts'

const UNIT = 'shop/Deployment/stock-keeper'
const NAMED_BY_ENVIRONMENT = version(UNIT, {
  spec: { template: { spec: { containers: [{ name: 'main', env: [{ name: 'OTEL_SERVICE_NAME', value: 'inventory' }] }] } } },
})

function unitOf(service: EntityId, ...objects: readonly ReturnType<typeof version>[]): EntityId {
  return buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects, service_calls: [calls(service)] })).graph.unitOf(service)
}

describe('causal/scene/service-aliases', () => {
  it('takes the name that a workload gives its telemetry for that workload', () => {
    expect(unitOf('shop/Service/inventory', NAMED_BY_ENVIRONMENT)).toBe(UNIT)
  })

  it('takes a name spelled in another way, or with its namespace in front, for the object it means', () => {
    expect(unitOf('shop/Service/StockKeeper', version(UNIT, {}))).toBe(UNIT)
    expect(unitOf('_cluster/Service/shop/stock-keeper', version(UNIT, {}))).toBe(UNIT)
  })

  it('leaves a name alone that several objects could mean, and one that is an object itself', () => {
    const other = version('depot/Deployment/stock-keeper', {})

    expect(unitOf('_cluster/Service/StockKeeper', version(UNIT, {}), other)).toBe('_cluster/Service/StockKeeper')
    expect(unitOf('shop/Service/inventory', NAMED_BY_ENVIRONMENT, version('shop/Service/inventory', {}))).toBe('shop/Service/inventory')
  })

  it('takes a Service in front of one workload for it, and calls to it for calls to the workload', () => {
    const labels = { app: 'stock' }
    const front = version('shop/Service/stock-svc', { spec: { selector: labels } })
    const behind = version(UNIT, { spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } })
    const named = calls('shop/Service/stock-keeper')
    const edge = asked('shop/Service/basket', 'shop/Service/stock-svc', { counts: stepped(9, 0, 9) })

    const { graph } = buildScene(
      factsOf({ overview: [OVERVIEW], object_versions: [front, behind], service_calls: [named], call_edges: [edge] }),
    )

    expect(graph.from('shop/Service/basket', 'calls')).toEqual(['shop/Service/stock-keeper'])
  })

  it('takes a name without a namespace for the one service of that name that other records place', () => {
    const placed = (...services: readonly EntityId[]) =>
      buildScene(factsOf({ overview: [OVERVIEW], service_calls: services.map((service) => calls(service)) })).graph.unitOf(
        '_cluster/Service/quotes',
      )

    expect(placed('_cluster/Service/quotes', 'shop/Service/quotes')).toBe('shop/Service/quotes')
    expect(placed('_cluster/Service/quotes', 'shop/Service/quotes', 'depot/Service/quotes')).toBe('_cluster/Service/quotes')
  })
})
