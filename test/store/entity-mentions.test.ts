import { describe, expect, it } from 'vitest'
import { entitiesNamedBy, rankEntities } from '../../src/store/entity-mentions.ts'
import { anEvidence } from '../support/investigation.ts'

const SHOP = ['shop/Pod/orders-5d9', 'shop/Deployment/orders', 'shop/Service/reorders', 'orders/Deployment/quotes'] as const

describe('src/store/entity-mentions', () => {
  it('takes what rows are about, each once', () => {
    const reading = {
      status: 'ok' as const,
      rows: [
        { locator: 'a', caller: 'shop/Service/basket', callee: 'shop/Service/orders', counts: [1] },
        { locator: 'b', service: 'shop/Service/orders', object: { entity: 'shop/Pod/inside' } },
        { locator: 'c', entity: null },
        { locator: 'd', entity: 'not an entity' },
      ],
      truncated: null,
      problems: [],
    }

    expect(entitiesNamedBy(reading)).toEqual(['shop/Service/basket', 'shop/Service/orders'])
  })

  it('takes nothing from a reading without rows', () => {
    expect(entitiesNamedBy({ status: 'no_data', why: 'nothing there', problems: [] })).toEqual([])
    expect(entitiesNamedBy({ status: 'error', code: 'telemetry_timeout', why: 'slow' })).toEqual([])
  })

  it('names the object of an event', () => {
    expect(entitiesNamedBy(anEvidence().reading)).toEqual(['shop/Pod/orders-5d9'])
  })

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
