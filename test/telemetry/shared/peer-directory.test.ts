import { describe, expect, it } from 'vitest'
import { createPeerDirectory } from '../../../src/telemetry/shared/peer-directory.ts'

const find = createPeerDirectory(['shop/Service/orders', 'shop/Service/quote-service', 'billing/Service/ledger'])

describe('telemetry/shared/peer-directory', () => {
  it.each([
    ['orders', 'shop/Service/orders'],
    ['orders:8080', 'shop/Service/orders'],
    ['http://orders.shop.svc.cluster.local:8080/place', 'shop/Service/orders'],
    ['ledger.billing', 'billing/Service/ledger'],
    ['shop.v1.QuoteService', 'shop/Service/quote-service'],
    ['postgres', 'shop/Service/postgres'],
    ['shop.v1.StockService', 'shop/Service/StockService'],
    ['api.pay.example', 'external/Provider/api.pay.example'],
  ])('takes %s for %s', (peer, entity) => {
    expect(find(peer, 'shop/Service/storefront')).toBe(entity)
  })
})
