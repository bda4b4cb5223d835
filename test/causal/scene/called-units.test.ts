import { describe, expect, it } from 'vitest'
import { createAddressBook } from '../../../src/causal/scene/called-units.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { version } from '../../support/facts.ts'

const CART = 'shop/Deployment/cart'

function calleeOf(host: string, objects: readonly ReturnType<typeof version>[], named: readonly EntityId[] = []): EntityId | null {
  const rows = [version(CART, {}), ...objects].map((row, index) => ({ locator: `o#${index}`, ...row }))
  return createAddressBook(rows, new Set(named))({ caller: CART, host })
}

const QUOTE = version('shop/Service/quote', { spec: { clusterIP: '10.96.4.1' } })

describe('causal/scene/called-units', () => {
  it.each(['quote', 'QUOTE', 'quote.shop', 'quote.shop.svc', 'quote.shop.svc.cluster.local', '10.96.4.1'])(
    'knows a Service as %s',
    (host) => {
      expect(calleeOf(host, [QUOTE])).toBe('shop/Service/quote')
    },
  )

  it('knows the Service in front of a pod that a host names, and a pod by its address', () => {
    const pod = version('shop/Pod/quote-0', { status: { podIP: '10.1.0.9' } })

    expect(calleeOf('quote-0.quote.shop.svc', [QUOTE])).toBe('shop/Service/quote')
    expect(calleeOf('10.1.0.9', [QUOTE, pod])).toBe('shop/Pod/quote-0')
  })

  it('knows a Service that is not there by the workload of that name', () => {
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet'] as const)
      expect(calleeOf('quote', [version(`shop/${kind}/quote`, {})])).toBe('shop/Service/quote')
    expect(calleeOf('quote', [version('shop/ConfigMap/quote', {})])).toBeNull()
    expect(calleeOf('quote', [version('bank/Deployment/quote', {})])).toBeNull()
  })

  it('knows a Service that was deleted, or that only telemetry speaks of', () => {
    expect(calleeOf('quote', [version('shop/Service/quote', {}, { isCurrent: false })])).toBe('shop/Service/quote')
    expect(calleeOf('quote', [], ['shop/Service/quote'])).toBe('shop/Service/quote')
  })

  it('takes another namespace by its name, and means the own one by a bare name', () => {
    const bank = version('bank/Service/quote', {})

    expect(calleeOf('quote.bank', [bank])).toBe('bank/Service/quote')
    expect(calleeOf('quote', [bank])).toBeNull()
  })

  it('blames nobody for a name that nothing has, for a name outside of the cluster, or for the address of a headless Service', () => {
    expect(calleeOf('quotes', [QUOTE])).toBeNull()
    expect(calleeOf('quote.example.com', [QUOTE])).toBeNull()
    expect(calleeOf('None', [version('shop/Service/db', { spec: { clusterIP: 'None' } })])).toBeNull()
    expect(calleeOf('', [version('shop/Service/db', { spec: { clusterIP: '' } })])).toBeNull()
  })
})
