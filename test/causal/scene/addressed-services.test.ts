import { describe, expect, it } from 'vitest'
import { addressedServices } from '../../../src/causal/scene/addressed-services.ts'
import type { EntityId } from '../../../src/domain/entity.ts'

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
