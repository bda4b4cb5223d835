import { describe, expect, it } from 'vitest'
import { buildObjectHistory } from '../../../../src/causal/scene/build-object-history.ts'
import { endpointsOf } from '../../../../src/causal/scene/kubernetes/service-target.ts'
import { factsOf, version } from '../../../support/facts.ts'

const SERVICE = 'shop/Service/basket'

function slice(name: string, endpoints: readonly object[] | null, service = 'basket') {
  return version(`shop/EndpointSlice/${name}`, { metadata: { labels: { 'kubernetes.io/service-name': service } }, endpoints })
}

function ready(...objects: readonly ReturnType<typeof version>[]): number | null {
  return endpointsOf(SERVICE, buildObjectHistory(factsOf({ object_versions: objects })))?.readyAddresses ?? null
}

const READY = { addresses: ['10.1.0.7'], conditions: { ready: true } }
const UNREADY = { addresses: ['10.1.0.8'], conditions: { ready: false } }

describe('causal/scene/kubernetes/service-target', () => {
  it('counts the ready endpoints of all slices of a Service, and of no other', () => {
    expect(ready(slice('basket-a', [READY, UNREADY]), slice('basket-b', [READY]), slice('other-a', [READY], 'other'))).toBe(2)
  })

  it('counts an endpoint that does not say whether it is ready as ready', () => {
    expect(ready(slice('basket-a', [{ addresses: ['10.1.0.7'], conditions: {} }, { addresses: ['10.1.0.8'] }]))).toBe(2)
  })

  it('tells a Service without a ready address from one whose endpoints nobody listed', () => {
    expect(ready(slice('basket-a', null))).toBe(0)
    expect(ready(slice('basket-a', [UNREADY]))).toBe(0)
    expect(ready()).toBeNull()
    expect(ready(version('shop/EndpointSlice/by-hand', { endpoints: [READY] }))).toBeNull()
  })

  it('reads Endpoints where they were listed', () => {
    const whole = (subsets: readonly object[]) => version('shop/Endpoints/basket', { subsets })

    expect(ready(whole([{ addresses: [{ ip: '10.1.0.7' }] }]), slice('basket-a', null))).toBe(1)
    expect(ready(whole([{ notReadyAddresses: [{ ip: '10.1.0.7' }] }]))).toBe(0)
  })
})
