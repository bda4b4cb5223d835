import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { runtimePassword } from '../../../src/causal/families/runtime-password.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { calls, depends, busyFactsOf, minute, OVERVIEW, version } from '../../support/facts.ts'

const STORE = version('shop/StatefulSet/orders-db', {
  spec: {
    template: { metadata: { labels: { app: 'orders-db' } }, spec: { containers: [{ name: 'db', image: 'registry.example/postgres:17' }] } },
  },
})

function refusal(
  entity: EntityId,
  over: { readonly example?: string; readonly incidentCount?: number; readonly baselineCount?: number } = {},
) {
  const example = over.example ?? 'FATAL: password authentication failed for user "orders"'
  const counts = { incidentCount: over.incidentCount ?? 40, baselineCount: over.baselineCount ?? 0 }
  return { entity, pattern: example, severity: 'error' as const, example, firstAt: minute(20), lastAt: minute(39), ...counts }
}

function storesBlamedFor(...patterns: ReturnType<typeof refusal>[]) {
  return storesBlamedIn([STORE], ...patterns)
}

function storesBlamedIn(stores: readonly (typeof STORE)[], ...patterns: ReturnType<typeof refusal>[]) {
  const facts = busyFactsOf({
    overview: [OVERVIEW],
    object_versions: [...stores, version('shop/Service/orders-db', { spec: { selector: { app: 'orders-db' } } })],
    dependencies: [depends('shop/Service/orders', 'shop/Service/orders-db')],
    log_patterns: patterns,
  })
  return runtimePassword.propose(buildScene(facts)).map(({ entity }) => entity)
}

describe('causal/families/runtime-password', () => {
  it('blames the store that refuses the login, whether its client or it says so', () => {
    expect(storesBlamedFor(refusal('shop/Service/orders'))).toEqual(['shop/StatefulSet/orders-db'])
    expect(storesBlamedFor(refusal('shop/Service/orders-db'))).toEqual(['shop/StatefulSet/orders-db'])
  })

  it('tells from the store that is called which product’s wording it is', () => {
    const mongo = version('shop/StatefulSet/orders-db', {
      spec: { template: { metadata: { labels: { app: 'orders-db' } }, spec: { containers: [{ name: 'db', image: 'mongo:7' }] } } },
    })

    expect(storesBlamedIn([mongo], refusal('shop/Service/orders', { example: 'Authentication failed.' }))).toEqual([
      'shop/StatefulSet/orders-db',
    ])
    expect(storesBlamedFor(refusal('shop/Service/orders', { example: 'Authentication failed.' }))).toEqual([])
  })

  it('tells the store from those that pass its words on by who calls whom, whatever product it is', () => {
    const words = { example: 'failed: upstream error: FATAL: password authentication failed for user "app"' }
    const ledger = version('shop/StatefulSet/ledger', {
      spec: { template: { metadata: { labels: { app: 'ledger' } }, spec: { containers: [{ name: 'main', image: 'ledger:2' }] } } },
    })
    const facts = busyFactsOf({
      overview: [OVERVIEW],
      object_versions: [ledger, version('shop/Service/ledger', { spec: { selector: { app: 'ledger' } } })],
      dependencies: [depends('shop/Service/pages', 'shop/Service/orders'), depends('shop/Service/orders', 'shop/Service/ledger')],
      log_patterns: [refusal('shop/Service/pages', words), refusal('shop/Service/orders', words), refusal('shop/Service/ledger')],
    })

    expect(runtimePassword.propose(buildScene(facts)).map(({ entity }) => entity)).toEqual(['shop/StatefulSet/ledger'])
  })

  it('leaves alone a store of another product, a few refusals and those that were always there', () => {
    expect(storesBlamedFor(refusal('shop/Service/orders', { example: 'WRONGPASS invalid username-password pair' }))).toEqual([])
    expect(storesBlamedFor(refusal('shop/Service/orders', { incidentCount: 2 }))).toEqual([])
    expect(storesBlamedFor(refusal('shop/Service/orders', { baselineCount: 35 }))).toEqual([])
  })

  it('blames the store for refusals that were always there once the client is seen to fail', () => {
    const facts = busyFactsOf({
      overview: [OVERVIEW],
      object_versions: [STORE, version('shop/Service/orders-db', { spec: { selector: { app: 'orders-db' } } })],
      dependencies: [depends('shop/Service/orders', 'shop/Service/orders-db')],
      service_calls: [calls('shop/Service/orders', { from: { at: 20, errors: 60 } })],
      log_patterns: [refusal('shop/Service/orders', { baselineCount: 35 })],
    })

    expect(runtimePassword.propose(buildScene(facts)).map(({ entity }) => entity)).toEqual(['shop/StatefulSet/orders-db'])
  })
})
