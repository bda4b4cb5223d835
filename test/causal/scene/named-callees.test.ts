import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { calleesNamedIn } from '../../../src/causal/scene/named-callees.ts'
import { depends, factsOf, OVERVIEW } from '../../support/facts.ts'

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
