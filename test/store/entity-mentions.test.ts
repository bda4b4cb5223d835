import { describe, expect, it } from 'vitest'
import { rankEntities } from '../../src/store/entity-mentions.ts'

const SHOP = ['shop/Pod/orders-5d9', 'shop/Deployment/orders', 'shop/Service/reorders', 'orders/Deployment/quotes'] as const

describe('src/store/entity-mentions', () => {
  it.each([
    ['orders', 4, ['shop/Deployment/orders', 'shop/Pod/orders-5d9', 'shop/Service/reorders', 'orders/Deployment/quotes']],
    ['ORDERS pod', 4, ['shop/Pod/orders-5d9']],
    ['shop/Deployment/orders', 1, ['shop/Deployment/orders']],
    ['basket', 4, []],
    ['', 2, ['shop/Pod/orders-5d9', 'shop/Service/reorders']],
  ])('finds for "%s" the best %d', (text, limit, found) => {
    expect(rankEntities(SHOP, text, limit)).toEqual(found)
  })
})
