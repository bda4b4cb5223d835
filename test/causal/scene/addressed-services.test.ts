import { describe, expect, it } from 'vitest'
import { addressedServices, calleesNamedIn } from '../../../src/causal/scene/addressed-services.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { depends, factsOf, OVERVIEW } from '../../support/facts.ts'

const KNOWN = new Set<EntityId>(['shop/Service/ledger', 'bank/Service/vault'])

function addressed(text: string) {
  return addressedServices(text, 'shop', KNOWN)
}

describe('causal/scene/addressed-services', () => {
  it('finds a name with a port and a name with its namespace, wherever they stand', () => {
    expect(addressed('upstream=ledger:8080 gave up: i/o timeout')).toEqual(['shop/Service/ledger'])
    expect(addressed('{"peer":"vault.bank.svc.cluster.local","error":"timed out"}')).toEqual(['bank/Service/vault'])
    expect(addressed('ledger:80 and ledger.shop refused')).toEqual(['shop/Service/ledger'])
  })

  it('takes a word alone for no address, nor a name that no Service has', () => {
    expect(addressed('the ledger timed out')).toEqual([])
    expect(addressed('ledger-db:5432 and vault:80 and main.go:81 timed out')).toEqual([])
  })
})

const BASKET = 'shop/Service/basket'
const SCENE = buildScene(
  factsOf({
    overview: [OVERVIEW],
    dependencies: [depends('shop/Service/storefront', BASKET), depends('shop/Service/storefront', 'shop/Service/quotes')],
  }),
)

function named(text: string) {
  return calleesNamedIn(text, 'shop/Service/storefront', SCENE)
}

describe('causal/scene/named-callees', () => {
  it('finds the callee that a text speaks of, with or without its port or namespace', () => {
    expect(['call to basket:80 failed', 'GET http://basket.shop.svc/items', 'basket refused'].map(named)).toEqual([
      [BASKET],
      [BASKET],
      [BASKET],
    ])
  })

  it('takes neither a path nor a part of a longer name for an address, nor who is not called', () => {
    expect(['POST /basket failed', 'basket-db is down', 'shipping refused'].map(named)).toEqual([[], [], []])
  })
})
