import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { factsOf, minute, OVERVIEW, version } from '../../../support/facts.ts'

const SERVICE = 'shop/Service/basket'

function workload(name: string, ports: readonly object[] = [{ containerPort: 8080 }], labels: object = { app: name }) {
  const spec = { containers: [{ name: 'main', ports }] }
  return version(`shop/Deployment/${name}`, { spec: { replicas: 1, template: { metadata: { labels }, spec } } })
}

function service(spec: Readonly<Record<string, unknown>> = {}, shape: Parameters<typeof version>[2] = {}) {
  return version(SERVICE, { spec: { selector: { app: 'basket' }, ports: [{ port: 80, targetPort: 8080 }], ...spec } }, shape)
}

function slice(name: string, endpoints: readonly object[], shape: Parameters<typeof version>[2] = {}) {
  const metadata = { labels: { 'kubernetes.io/service-name': 'basket' }, creationTimestamp: minute(-900).toISOString() }
  return version(`shop/EndpointSlice/${name}`, { metadata, endpoints }, shape)
}

const pod = (app: string) => version(`shop/Pod/${app}-1`, { metadata: { labels: { app } }, spec: {}, status: { phase: 'Running' } })
const READY = [{ addresses: ['10.1.0.7'], conditions: { ready: true } }]

function heard(...objects: readonly ReturnType<typeof version>[]) {
  const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects }))
  return symptoms.filter(({ kind }) => kind === 'no_endpoints').map(({ entity, text, since }) => [entity, text, since] as const)
}

const said = (what: string, since: Date | null) => [[SERVICE, `${SERVICE} ${what}`, since]]

describe('causal/scene/symptoms/from-services', () => {
  it('says once of all slices that a Service has no ready endpoint, and not while one has', () => {
    expect(heard(workload('basket'), service(), slice('basket-a', []), slice('basket-b', []))).toHaveLength(1)
    expect(heard(workload('basket'), service(), slice('basket-a', []), slice('basket-b', READY))).toEqual([])
  })

  it('does not take the creation of a slice for the time since when it is empty, and does take what was observed', () => {
    const emptied = [slice('basket-a', READY, { until: 10 }), slice('basket-a', [], { at: 15 })]

    expect(heard(workload('basket'), service(), slice('basket-a', [], { changedAt: minute(-900) }))).toEqual(
      said('has no ready endpoint', null),
    )
    expect(heard(workload('basket'), service(), ...emptied)).toEqual(said('has no ready endpoint', minute(15)))
  })

  it('leaves a Service alone whose endpoints are made by hand', () => {
    expect(heard(workload('basket'), service({ selector: undefined }), slice('basket-a', []))).toEqual([])
  })

  it('takes a Service that no pod was ever there for, beside workloads that are for others, for a leftover', () => {
    expect(heard(workload('orders'), service(), slice('basket-a', []))).toEqual([])
    expect(heard(service(), slice('basket-a', []))).toHaveLength(1)
  })

  it('sees beside the pods that were listed that a selector takes none of them, where a workload of its name is there', () => {
    const lost = service({ selector: { app: 'cart' } })

    expect(heard(workload('basket'), lost, pod('basket'))).toEqual(said('selects no pod', minute(0)))
    expect(heard(workload('basket'), lost, pod('cart'))).toEqual([])
    expect(heard(workload('basket'), lost)).toEqual([])
    expect(heard(workload('orders'), lost, pod('orders'))).toEqual([])
  })

  it('sees that no port leads to one that the pods declare', () => {
    const wrong = service({ ports: [{ port: 80, targetPort: 9090 }] })

    expect(heard(workload('basket'), wrong, slice('basket-a', READY))).toEqual(said('leads to no port that its pods serve', minute(0)))
    expect(heard(workload('basket'), service(), slice('basket-a', READY))).toEqual([])
  })

  it('knows a port by its name', () => {
    const named = service({ ports: [{ port: 80, targetPort: 'http' }] })

    expect(heard(workload('basket', [{ name: 'http', containerPort: 8080 }]), named)).toEqual([])
    expect(heard(workload('basket', [{ name: 'web', containerPort: 8080 }]), named)).toHaveLength(1)
  })

  it('says nothing where one of the ports is declared, or where the containers declare none: a port need not be declared to be served', () => {
    const second = service({
      ports: [
        { port: 80, targetPort: 8080 },
        { port: 90, targetPort: 9090 },
      ],
    })
    const wrong = service({ ports: [{ port: 80, targetPort: 9090 }] })

    expect(heard(workload('basket'), second)).toEqual([])
    expect(heard(workload('basket', []), wrong)).toEqual([])
  })
})
