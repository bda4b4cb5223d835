import { describe, expect, it } from 'vitest'
import type { EntityId } from '../../../src/domain/entity.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { createIdentities } from '../../../src/telemetry/identity/identities.ts'

type Fields = Readonly<Record<string, unknown>>

function version(entity: EntityId, object: Fields, isCurrent = true): Rows['object_versions'] {
  return { locator: entity, entity, changedAt: null, firstSeenAt: null, lastSeenAt: null, isCurrent, object }
}

interface Template {
  readonly labels?: Fields
  readonly annotations?: Fields
  readonly env?: readonly Fields[]
}

function workload(entity: EntityId, { labels = {}, annotations = {}, env = [] }: Template, isCurrent = true): Rows['object_versions'] {
  const template = { metadata: { labels, annotations }, spec: { containers: [{ name: 'main', env }] } }
  return version(entity, { metadata: { name: entity }, spec: { template } }, isCurrent)
}

function service(entity: EntityId, selector: Fields, clusterIP = 'None'): Rows['object_versions'] {
  return version(entity, { metadata: {}, spec: { selector, clusterIP } })
}

const OBJECTS = [
  workload('shop/Deployment/checkout', { labels: { app: 'checkout' }, env: [{ name: 'OTEL_SERVICE_NAME', value: 'CheckoutApi' }] }),
  service('shop/Service/checkout', { app: 'checkout' }, '10.96.0.7'),
  workload('shop/StatefulSet/stock-db', { labels: { app: 'stock-db' } }),
  service('shop/Service/postgres', { app: 'stock-db' }),
  workload('shop/Deployment/mailer', { labels: { 'app.kubernetes.io/name': 'post' } }),
  workload('shop/Deployment/quotes', {
    labels: { app: 'quotes' },
    env: [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'service.version=2, service.name=quote-engine' }],
  }),
  workload('shop/Deployment/labelled', {
    labels: { 'app.kubernetes.io/component': 'rates' },
    env: [{ name: 'OTEL_SERVICE_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app.kubernetes.io/component']" } } }],
  }),
  workload('shop/Deployment/noted', { annotations: { 'resource.opentelemetry.io/service.name': 'annotated' } }),
  workload('shop/Deployment/twin', { labels: { app: 'twin' } }),
  workload('stage/Deployment/twin', { labels: { app: 'twin' } }),
  workload('shop/Deployment/store', { labels: { 'app.kubernetes.io/name': 'redis' } }),
  workload('shop/Deployment/redis', { labels: { 'app.kubernetes.io/name': 'redis' } }),
  workload('shop/Deployment/old', { labels: { app: 'old' } }, false),
  version('shop/ReplicaSet/checkout-6d5f8c7b9', { metadata: { ownerReferences: [{ kind: 'Deployment', name: 'checkout' }] } }),
  version('shop/Pod/checkout-6d5f8c7b9-x2x4z', {
    metadata: { labels: { app: 'checkout' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'checkout-6d5f8c7b9' }] },
    spec: { containers: [] },
    status: { podIP: '10.1.0.9' },
  }),
  version('kube-system/Pod/agent-1', { metadata: {}, spec: { hostNetwork: true, containers: [] }, status: { podIP: '192.168.0.4' } }),
  version('_cluster/Node/worker-1', { metadata: {}, status: { addresses: [{ type: 'InternalIP', address: '192.168.0.4' }] } }),
]
const identify = createIdentities(OBJECTS)

describe('telemetry/identity/identities', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, EntityId]>([
    ['the variable of its pods', { service_name: 'CheckoutApi' }, 'shop/Service/checkout'],
    ['the resource attributes of its pods', { service_name: 'quote-engine' }, 'shop/Deployment/quotes'],
    ['a variable taken from a label', { service_name: 'rates' }, 'shop/Deployment/labelled'],
    ['the annotation of the operator', { service_name: 'annotated' }, 'shop/Deployment/noted'],
    ['the job of an OpenTelemetry SDK', { job: 'anything/CheckoutApi' }, 'shop/Service/checkout'],
    ['its workload', { k8s_namespace_name: 'shop', k8s_statefulset_name: 'stock-db' }, 'shop/Service/postgres'],
    ['a workload of a mesh', { namespace: 'shop', workload: 'stock-db' }, 'shop/Service/postgres'],
    ['its pod', { namespace: 'shop', pod: 'checkout-6d5f8c7b9-x2x4z' }, 'shop/Service/checkout'],
    ['the address of its pod', { instance: '10.1.0.9:8080' }, 'shop/Service/checkout'],
    ['the address of its Service', { address: '10.96.0.7' }, 'shop/Service/checkout'],
    ['the address of a node, not of a pod in its network', { instance: '192.168.0.4:9100' }, '_cluster/Node/worker-1'],
    ['the name of a node', { namespace: 'monitoring', instance: 'worker-1' }, '_cluster/Node/worker-1'],
    ['its app label', { service_name: 'post' }, 'shop/Deployment/mailer'],
    ['the name of its Service', { service_name: 'postgres' }, 'shop/Service/postgres'],
    ['the namespace between two', { namespace: 'stage', service_name: 'twin' }, 'stage/Deployment/twin'],
    ['a service namespace between two', { service_namespace: 'shop', service_name: 'twin' }, 'shop/Deployment/twin'],
    ['the name between two with one app label', { service_name: 'redis' }, 'shop/Deployment/redis'],
    ['its name, though it is gone', { service_name: 'old' }, 'shop/Deployment/old'],
  ])('finds the object by %s', (_, labels, entity) => {
    expect(identify(labels)).toEqual({ entity })
  })

  it('reports two that fit and names both', () => {
    expect(identify({ service_name: 'twin' })).toEqual({ ambiguous: ['shop/Deployment/twin', 'stage/Deployment/twin'] })
  })

  it.each(['127.0.0.1:9090', '[::1]:9090', 'localhost:9090'])('takes %s for nobody’s address: it is everybody’s own', (instance) => {
    const node = (name: string) =>
      version(`_cluster/Node/${name}`, { metadata: { name }, status: { addresses: [{ address: '127.0.0.1' }, { address: '::1' }] } })
    const own = createIdentities([node('worker-1'), node('worker-2')])

    expect(own({ instance })).toBeNull()
    expect(own({ job: 'shop/cart', instance })).toEqual({ entity: 'shop/Service/cart' })
  })

  it('does not take an object of another namespace than the one that is named', () => {
    expect(identify({ namespace: 'stage', service_name: 'CheckoutApi' })).toEqual({ entity: 'stage/Service/CheckoutApi' })
  })

  it.each<readonly [Readonly<Record<string, string>>, EntityId | null]>([
    [{ k8s_namespace_name: 'shop', namespace: 'collectors', service_name: 'orders' }, 'shop/Service/orders'],
    [{ service_namespace: 'shop', service_name: 'orders' }, 'shop/Service/orders'],
    [{ job: 'shop/orders' }, 'shop/Service/orders'],
    [{ job: 'a/b/orders' }, 'a_b/Service/orders'],
    [{ service_name: 'Order Service' }, 'default/Service/Order_Service'],
    [{ namespace: 'shop', workload: 'unknown', service: 'orders' }, 'shop/Service/orders'],
    [{ namespace: 'shop', pod: 'orders-1' }, 'shop/Pod/orders-1'],
    [{ pod: 'orders-1' }, null],
    [{ severity: 'page' }, null],
  ])('says without objects of %o what a recorded folder would', (labels, entity) => {
    expect(createIdentities([])(labels)).toEqual(entity === null ? null : { entity })
  })

  it('takes an object of any other shape for one without names', () => {
    const odd = [null, 7, 'x', { metadata: 'x', spec: { template: [], selector: 3 }, status: [] }, { metadata: { labels: [1] } }]
    const versions = odd.map((object, index) => version(`shop/Deployment/odd-${index}`, { metadata: object, spec: object }))

    expect(createIdentities(versions)({ service_name: 'odd-3' })).toEqual({ entity: 'shop/Deployment/odd-3' })
  })
})
