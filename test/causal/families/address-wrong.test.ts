import { describe, expect, it } from 'vitest'
import { addressWrong } from '../../../src/causal/families/address-wrong.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { factsOf, minute, version } from '../../support/facts.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { failedCall, logged, proposalsOf, workload, WORKLOAD } from './cluster.ts'

function deployment(entity: EntityId, app: string) {
  const spec = { containers: [{ name: 'main', ports: [{ containerPort: 8080 }] }] }
  return version(entity, { spec: { template: { metadata: { labels: { app } }, spec } } })
}

function service(entity: EntityId, app: string, port = 80) {
  return version(entity, { spec: { selector: { app }, ports: [{ port, targetPort: 8080 }] } })
}

const OTHER = service('shop/Service/front', 'front')
const CALLER = workload()

function proposed(host: string, more: Parameters<typeof failedCall>[1] = {}, objects: readonly ReturnType<typeof version>[] = []) {
  return proposalsOf(addressWrong, { objects: [CALLER, OTHER, ...objects], failures: [failedCall(host, more)] })
}

const wrong = (entity: string) => [`${entity} address_unknown witnessed`]

describe('causal/families/address-wrong', () => {
  it('takes a name for that of a Service that is gone where a workload bears it, or its pods do', () => {
    const gone = ['shop/Service/ledger service_missing witnessed']

    expect(proposed('ledger', {}, [deployment('shop/Deployment/ledger', 'x')])).toEqual(gone)
    expect(proposed('ledger.shop.svc', {}, [deployment('shop/StatefulSet/db', 'ledger')])).toEqual(gone)
  })

  it('takes it for wrong where nothing bears it, and names who wrote it down: a ConfigMap that the caller reads, or the caller', () => {
    const reads = workload({ containers: [{ name: 'main', envFrom: [{ configMapRef: { name: 'routes' } }] }] })
    const routes = version('shop/ConfigMap/routes', { data: { LEDGER: 'http://legder:80' } })
    const unread = version('shop/ConfigMap/other', { data: { LEDGER: 'http://legder:80' } })
    const failures = [failedCall('legder')]

    expect(proposalsOf(addressWrong, { objects: [reads, OTHER, routes], failures })).toEqual(wrong('shop/ConfigMap/routes'))
    expect(proposed('legder', {}, [unread])).toEqual(wrong(WORKLOAD))
  })

  it('takes a name for that of a Service that is gone where several write it down, or a StatefulSet names its pods by it', () => {
    const routes = version('shop/ConfigMap/routes', { data: { LEDGER: 'http://ledger:80' } })
    const args = { containers: [{ name: 'bill-run', args: ['--ledger', 'ledger.shop:80'] }] }
    const other = version('shop/Deployment/bills', { spec: { template: { spec: args } } })
    const governed = version('shop/StatefulSet/books', { spec: { serviceName: 'ledger' } })
    const gone = ['shop/Service/ledger service_missing witnessed']

    expect(proposed('ledger', {}, [routes, other])).toEqual(gone)
    expect(proposed('ledger', {}, [routes])).toEqual(wrong(WORKLOAD))
    expect(proposed('ledger', {}, [governed])).toEqual(gone)
  })

  it('takes it for gone where its caller was heard before, did not complain, and was not written since', () => {
    const address = [{ name: 'LEDGER', value: 'ledger:80' }]
    const spec = { template: { spec: { containers: [{ name: 'main', env: address }] } } }
    const held = (more: Parameters<typeof version>[2]) =>
      proposalsOf(addressWrong, {
        objects: [version(WORKLOAD, { spec }, more), OTHER],
        failures: [failedCall('ledger')],
        logs: [logged('call to ledger failed')],
      })

    expect(held({ changedAt: minute(-60) })).toEqual(['shop/Service/ledger service_missing witnessed'])
    expect(held({ changedAt: minute(15) })).toEqual([`${WORKLOAD} env_address_invalid witnessed`])
  })

  it('finds who wrote it where host and port stand apart', () => {
    const settings = { LEDGER_HOST: 'ledger', LEDGER_PORT: '9000' }
    const objects = [
      workload({ containers: [{ name: 'main', envFrom: [{ configMapRef: { name: 'routes' } }] }] }),
      version('shop/ConfigMap/routes', { data: settings }),
      service('shop/Service/ledger', 'ledger'),
      deployment('shop/Deployment/ledger', 'ledger'),
    ]

    expect(proposalsOf(addressWrong, { objects, failures: [failedCall('ledger', { port: 9000, failure: 'timed_out' })] })).toEqual(
      wrong('shop/ConfigMap/routes'),
    )
  })

  it('names the one ConfigMap that the caller reads and nobody recorded, where the address stands nowhere in the caller', () => {
    const reading = (...names: readonly string[]) =>
      workload({ containers: [{ name: 'main', envFrom: names.map((name) => ({ configMapRef: { name } })) }] })
    const failures = [failedCall('legder')]

    expect(proposalsOf(addressWrong, { objects: [reading('routes'), OTHER], failures })).toEqual(wrong('shop/ConfigMap/routes'))
    expect(proposalsOf(addressWrong, { objects: [reading('routes', 'limits'), OTHER], failures })).toEqual(wrong(WORKLOAD))
    const facts = factsOf({ object_versions: [reading('routes'), OTHER], call_failures: failures })
    expect(addressWrong.propose(buildScene(facts)).map(({ isReasonUnknown }) => isReasonUnknown)).toEqual([true])
  })

  it('leaves out a caller that repeats what its callee says', () => {
    const failures = [failedCall('legder', { caller: 'shop/Deployment/front' }), failedCall('legder')]
    const env = [{ name: 'FRONT', value: 'http://front:80' }]
    const calling = workload({ containers: [{ name: 'main', env }] })
    const front = version('shop/Deployment/front', { spec: { template: { metadata: { labels: { app: 'front' } } } } })

    expect(proposalsOf(addressWrong, { objects: [calling, OTHER, front], failures })).toEqual(wrong('shop/Deployment/front'))
    expect(proposalsOf(addressWrong, { objects: [workload(), OTHER, front], failures })).toEqual([
      ...wrong('shop/Deployment/front'),
      ...wrong(WORKLOAD),
    ])
  })

  it('takes the name of a Service of another namespace for wrong in this one', () => {
    expect(proposed('ledger', {}, [service('bank/Service/ledger', 'ledger')])).toEqual(wrong(WORKLOAD))
    expect(proposed('front.bank', {}, [service('bank/Service/ledger', 'ledger')])).toEqual(wrong(WORKLOAD))
  })

  it('knows a namespace that is not there by the form of the name', () => {
    const shop = version('_cluster/Namespace/shop', { metadata: { namespace: undefined } })

    expect(proposed('ledger.bnak.svc.cluster.local', {}, [shop])).toEqual(wrong(WORKLOAD))
    expect(proposed('ledger.bnak.svc.cluster.local')).toEqual([])
  })

  it('does not judge names outside of the cluster', () => {
    const shop = version('_cluster/Namespace/shop', { metadata: { namespace: undefined } })

    for (const host of ['api.pay.example', 'db.internal', 'api.eu.pay.example', '10.96.4.1']) expect(proposed(host, {}, [shop])).toEqual([])
  })

  it('leaves a Service that was seen to its own causes, and says nothing where no Service was read', () => {
    const gone = version('shop/Service/ledger', {}, { isCurrent: false, until: 10 })

    expect(proposed('ledger', {}, [deployment('shop/Deployment/ledger', 'ledger'), gone])).toEqual([])
    expect(proposalsOf(addressWrong, { objects: [CALLER], failures: [failedCall('ledger')] })).toEqual([])
  })

  it('takes a port for wrong that neither the Service offers nor its pods serve', () => {
    const objects = [service('shop/Service/ledger', 'ledger'), deployment('shop/Deployment/ledger', 'ledger')]

    expect(proposed('ledger', { port: 9000, failure: 'timed_out' }, objects)).toEqual(wrong(WORKLOAD))
    expect(proposed('ledger', { port: 80, failure: 'timed_out' }, objects)).toEqual([])
    expect(proposed('ledger', { port: 9000, failure: 'reset' }, objects)).toEqual([])
  })

  it('leaves it to the Service where that was given another number', () => {
    const objects = [service('shop/Service/ledger', 'ledger', 81), deployment('shop/Deployment/ledger', 'ledger')]

    expect(proposed('ledger', { port: 8080, failure: 'refused' }, objects)).toEqual([])
  })
})
