import { describe, expect, it } from 'vitest'
import { cpuOverload } from '../../../src/causal/families/cpu-overload.ts'
import { addressWrong } from '../../../src/causal/families/address-wrong.ts'
import { networkDegraded } from '../../../src/causal/families/network-degraded.ts'
import { nodeUnitDown } from '../../../src/causal/families/node-unit-down.ts'
import { outOfMemory } from '../../../src/causal/families/out-of-memory.ts'
import { quotaExceeded } from '../../../src/causal/families/quota-exceeded.ts'
import { referenceMissing } from '../../../src/causal/families/reference-missing.ts'
import { serviceMisrouted } from '../../../src/causal/families/service-misrouted.ts'
import { volumeClaimUnbound } from '../../../src/causal/families/volume-claim-unbound.ts'
import { containerEnds } from '../../../src/causal/families/container-ends.ts'
import { depends, minute, version } from '../../support/facts.ts'
import { event, failedCall, node, pod, POD, proposalsOf, replicaSet, runningPod, SET, workload, WORKLOAD } from './cluster.ts'

const CLAIM = 'shop/PersistentVolumeClaim/quotes'
const MOUNTING = { volumes: [{ name: 'quotes', persistentVolumeClaim: { claimName: 'quotes' } }] }

function alert(entity: `${string}/${string}/${string}`, name: string, labels: Record<string, string>) {
  const summary = `${name}: Normal=${labels['normal']} -> Current=${labels['current']}`
  return { name, entity, state: 'firing' as const, labels, summary, startsAt: minute(20), endsAt: null, value: null }
}

function logLine(entity: `${string}/${string}/${string}`, example: string) {
  return {
    entity,
    pattern: example,
    severity: 'error' as const,
    incidentCount: 40,
    baselineCount: null,
    firstAt: null,
    lastAt: null,
    example,
  }
}

describe('causal/families/quota-exceeded', () => {
  const refused = (keys: string) =>
    event(
      SET,
      'FailedCreate',
      `Error creating: pods "basket-6d5f-" is forbidden: exceeded quota: carts, requested: ${keys}, used: ${keys}, limited: ${keys}`,
    )

  it.each([
    ['requests.cpu=1', 'cpu'],
    ['limits.memory=1Gi', 'memory'],
    ['pods=1', 'pods'],
    ['count/pods=1', 'pods'],
    ['requests.storage=1Gi', 'storage'],
    ['gold.storageclass.storage.k8s.io/requests.storage=1Gi', 'storage'],
  ])('names the quota and what it limits: %s', (keys, resource) => {
    expect(proposalsOf(quotaExceeded, { objects: [workload(), replicaSet(0)], events: [refused(keys)] })).toEqual([
      `shop/ResourceQuota/carts quota_exceeded_${resource} witnessed`,
    ])
  })

  it('takes a refusal that was got over as history', () => {
    expect(proposalsOf(quotaExceeded, { objects: [workload(), replicaSet(1)], events: [refused('pods=1')] })).toEqual([])
  })

  it('reads from a release that a Service was not admitted', () => {
    const message =
      'Helm upgrade failed for release shop/basket: services "basket" is forbidden: exceeded quota: carts, requested: services=1, used: services=3, limited: services=3'
    const events = [event('shop/HelmRelease/basket', 'UpgradeFailed', message)]

    expect(proposalsOf(quotaExceeded, { objects: [workload(), replicaSet()], events })).toEqual([
      'shop/ResourceQuota/carts quota_exceeded_services witnessed',
    ])
  })

  it('sees a full quota behind a Service that is declared and missing, and not behind one that exists', () => {
    const quota = version('shop/ResourceQuota/carts', { status: { hard: { services: '3' }, used: { services: '3' } } })
    const declared = { ...version('shop/Service/basket', {}, { isCurrent: false }), isDeclaredOnly: true }

    expect(proposalsOf(quotaExceeded, { objects: [quota, declared] })).toEqual([
      'shop/ResourceQuota/carts quota_exceeded_services witnessed',
    ])
    expect(proposalsOf(quotaExceeded, { objects: [quota, version('shop/Service/basket', {})] })).toEqual([])
  })
})

describe('causal/families/service-account-missing', () => {
  const message =
    'Error creating: pods "basket-6d5f-" is forbidden: error looking up service account shop/carts: serviceaccount "carts" not found'

  it('names the workload that asks for the account', () => {
    expect(proposalsOf(referenceMissing, { objects: [workload(), replicaSet(0)], events: [event(SET, 'FailedCreate', message)] })).toEqual([
      `${WORKLOAD} service_account_missing witnessed`,
    ])
  })

  it('takes a refusal before the account was made as history', () => {
    expect(proposalsOf(referenceMissing, { objects: [workload(), replicaSet(1)], events: [event(SET, 'FailedCreate', message)] })).toEqual(
      [],
    )
  })

  it('finds it without events, from the list of accounts', () => {
    const objects = [workload({ serviceAccountName: 'carts' }), version('shop/ServiceAccount/basket', {})]

    expect(proposalsOf(referenceMissing, { objects })).toEqual([`${WORKLOAD} service_account_missing static`])
  })
})

describe('causal/families/volume-claim-unbound', () => {
  const claim = (spec: Record<string, unknown>) =>
    version(CLAIM, {
      spec: { storageClassName: '', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
      status: { phase: 'Pending' },
    })
  const volume = (spec: Record<string, unknown> = {}, labels = {}) =>
    version('_cluster/PersistentVolume/disk-1', {
      metadata: { labels },
      spec: { storageClassName: '', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, ...spec },
    })

  it.each([
    ['claim_access_mode_mismatch', { accessModes: ['ReadWriteMany'] }, {}],
    ['claim_capacity_mismatch', { resources: { requests: { storage: '2Gi' } } }, {}],
    ['claim_storage_class_mismatch', { storageClassName: 'gold' }, {}],
    ['claim_selector_mismatch', { selector: { matchLabels: { tier: 'gold' } } }, {}],
    ['volume_bound_elsewhere', {}, { claimRef: { namespace: 'shop', name: 'other' } }],
  ])('tells %s from the volume that comes nearest', (mechanism, asked, offered) => {
    const objects = [workload(MOUNTING), replicaSet(), pod({ spec: MOUNTING }), claim(asked), volume(offered)]

    expect(proposalsOf(volumeClaimUnbound, { objects })).toEqual([`${CLAIM} ${mechanism} witnessed`])
  })

  it('says nothing when a free volume fits all that is known of the claim, for then not all is known', () => {
    const described = version(CLAIM, { spec: { storageClassName: '' }, status: { phase: 'Pending' } })
    const taken = version('_cluster/PersistentVolume/disk-2', {
      spec: { storageClassName: '', accessModes: ['ReadWriteOnce'], claimRef: { namespace: 'shop', name: 'old' } },
    })
    const objects = [workload(MOUNTING), replicaSet(), pod({ spec: MOUNTING }), described, volume(), taken]

    expect(proposalsOf(volumeClaimUnbound, { objects })).toEqual([])
  })

  it('says nothing of a pending claim that no pod waits for', () => {
    expect(proposalsOf(volumeClaimUnbound, { objects: [workload(), claim({ accessModes: ['ReadWriteMany'] }), volume()] })).toEqual([])
  })
})

describe('causal/families/volume-permission-denied', () => {
  const crashed = { restartCount: 2, lastState: { terminated: { exitCode: 1 } } }
  const line = logLine('shop/Service/basket', "can't open /data/quotes.db: Permission denied")
  const mounted = { ...MOUNTING, containers: [{ name: 'main', volumeMounts: [{ name: 'quotes', mountPath: '/data' }] }] }

  it.each([
    "Error: EACCES: permission denied, open '/data/index.db'",
    'mkdir: cannot create directory /data/pg: Read-only file system',
    'FATAL:  data directory "/data" has wrong ownership',
  ])('knows how programs put it: %s', (words) => {
    const service = version('shop/Service/basket', { spec: { selector: { app: 'basket' } } })
    const objects = [service, workload(mounted), replicaSet(), runningPod(crashed, mounted)]

    expect(proposalsOf(containerEnds, { objects, logs: [logLine('shop/Service/basket', words)] })).toEqual([
      `${WORKLOAD} volume_permission_denied witnessed`,
    ])
  })

  it('takes it for the volume where one is mounted, and says nothing where nothing crashed', () => {
    const service = version('shop/Service/basket', { spec: { selector: { app: 'basket' } } })
    const objects = (spec: Record<string, unknown>, status: Record<string, unknown>) => [
      service,
      workload(spec),
      replicaSet(),
      runningPod(status, spec),
    ]

    expect(proposalsOf(containerEnds, { objects: objects(mounted, crashed), logs: [line] })).toEqual([
      `${WORKLOAD} volume_permission_denied witnessed`,
    ])
    expect(proposalsOf(containerEnds, { objects: objects({}, crashed), logs: [line] })).toEqual([`${WORKLOAD} permission_denied witnessed`])
    expect(proposalsOf(containerEnds, { objects: objects(mounted, {}), logs: [line] })).toEqual([])
  })
})

describe('causal/families/out-of-memory', () => {
  it('reads the state of the container and, when it never started, the event', () => {
    const killed = runningPod({
      restartCount: 2,
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: minute(25).toISOString() } },
    })
    const unborn = event(
      POD,
      'FailedCreatePodSandBox',
      'Failed to create pod sandbox: container init was OOM-killed (memory limit too low?): unknown',
    )

    expect(proposalsOf(outOfMemory, { objects: [workload(), replicaSet(), killed] })).toEqual([`${WORKLOAD} out_of_memory witnessed`])
    expect(proposalsOf(outOfMemory, { objects: [workload(), replicaSet(), pod()], events: [unborn] })).toEqual([
      `${WORKLOAD} out_of_memory witnessed`,
    ])
  })

  it('does not take every exit code 137 for memory', () => {
    const killed = runningPod({ restartCount: 2, lastState: { terminated: { reason: 'Error', exitCode: 137 } } })

    expect(proposalsOf(outOfMemory, { objects: [workload(), replicaSet(), killed] })).toEqual([])
  })
})

describe('causal/families/service-misrouted', () => {
  const container = { containers: [{ name: 'main', ports: [{ containerPort: 7100 }] }] }
  const service = (selector: Record<string, string>, port: Record<string, unknown>) =>
    version('shop/Service/basket', { spec: { clusterIP: '10.68.0.9', selector, ports: [{ port: 80, targetPort: 7100, ...port }] } })
  const empty = version('shop/Endpoints/basket', { subsets: [] })
  const refused = logLine('shop/Service/storefront', 'dial tcp 10.68.0.9:80: connect: connection refused')

  it('names a selector that takes no pod while the pods are ready', () => {
    const objects = [workload(container, 1), service({ application: 'basket' }, {}), empty]

    expect(proposalsOf(serviceMisrouted, { objects })).toEqual(['shop/Service/basket service_selector_mismatch witnessed'])
  })

  it('names a target port that the pods do not serve, and trusts it more when somebody was refused', () => {
    const objects = [workload(container, 1), service({ app: 'basket' }, { targetPort: 7101 })]

    expect(proposalsOf(serviceMisrouted, { objects })).toEqual(['shop/Service/basket service_port_mismatch static'])
    expect(proposalsOf(serviceMisrouted, { objects, logs: [refused] })).toEqual(['shop/Service/basket service_port_mismatch witnessed'])
  })

  it('names a protocol that the pods do not serve', () => {
    const objects = [workload(container, 1), service({ app: 'basket' }, { protocol: 'UDP' })]

    expect(proposalsOf(serviceMisrouted, { objects })).toEqual(['shop/Service/basket service_protocol_mismatch static'])
  })

  it('names one that was led elsewhere, where that is nothing odd in itself', () => {
    const other = version('shop/Deployment/orders', { spec: { template: { metadata: { labels: { app: 'orders' } } } } })
    const front = (app: string, shape: Parameters<typeof version>[2]) =>
      version('shop/Service/front', { spec: { selector: { app } } }, shape)
    const objects = [
      workload(container, 1),
      other,
      front('basket', { until: 15, isCurrent: false }),
      front('orders', { at: 20, changedAt: minute(18) }),
    ]

    expect(proposalsOf(serviceMisrouted, { objects })).toEqual(['shop/Service/front service_selector_changed changed'])
  })

  it('says nothing of a Service that fits, nor of one without a selector', () => {
    expect(proposalsOf(serviceMisrouted, { objects: [workload(container, 1), service({ app: 'basket' }, {})] })).toEqual([])
    expect(proposalsOf(serviceMisrouted, { objects: [workload(container, 1), version('shop/Service/basket', { spec: {} })] })).toEqual([])
  })
})

describe('causal/families/env-address-invalid', () => {
  const using = (value: string) => workload({ containers: [{ name: 'main', env: [{ name: 'STORE_ADDR', value }] }] }, 1)
  const services = [
    version('shop/Service/store', { spec: { clusterIP: '10.68.0.7', ports: [{ port: 6379 }] } }),
    version('shop/Service/basket', { spec: { selector: { app: 'basket' } } }),
  ]

  it.each([
    ['storre:6379', failedCall('storre')],
    ['store:6380', failedCall('10.68.0.7', { port: 6380, failure: 'refused' })],
    ['store:6380', failedCall('store', { port: 6380, failure: 'other' })],
  ])('names the workload that uses %s and complains of it', (value, failure) => {
    expect(proposalsOf(addressWrong, { objects: [using(value), ...services], failures: [failure] })).toEqual([
      `${WORKLOAD} env_address_invalid witnessed`,
    ])
  })

  it('does not blame one of several that use a name which nobody has', () => {
    const other = version('shop/Deployment/orders', {
      spec: { template: { spec: { containers: [{ name: 'main', args: ['--store=vault:80'] }] } } },
    })
    const proposed = (...more: readonly (typeof other)[]) =>
      proposalsOf(addressWrong, { objects: [using('vault:80'), ...more, ...services], failures: [failedCall('vault')] })

    expect(proposed()).toEqual([`${WORKLOAD} env_address_invalid witnessed`])
    expect(proposed(other)).toEqual(['shop/Service/vault service_missing witnessed'])
  })

  it('says nothing of an address that nobody complains about, nor of a right one', () => {
    const logs = [logLine('shop/Service/basket', 'dial tcp 10.68.0.7:6379: i/o timeout')]

    expect(proposalsOf(addressWrong, { objects: [using('assistant:80'), ...services], logs })).toEqual([])
    expect(proposalsOf(addressWrong, { objects: [using('store:6379'), ...services], logs })).toEqual([])
  })
})

describe('causal/families/node-unit-down', () => {
  const NODE = '_cluster/Node/a'
  const check = (target: string, state: 'failed' | 'unknown') => ({
    check: 'node_unit' as const,
    entity: NODE as `${string}/${string}/${string}`,
    target,
    state,
    output: 'Active: inactive (dead) since noon',
    at: null,
  })

  it.each([
    ['kubelet', 'kubelet_down'],
    ['containerd', 'container_runtime_down'],
    ['kube-proxy', 'kube_proxy_down'],
    ['kube-scheduler', 'scheduler_down'],
  ])('knows that %s does not run by asking it', (unit, mechanism) => {
    expect(proposalsOf(nodeUnitDown, { objects: [node('a')], checks: [check(unit, 'failed')] })).toEqual([`${NODE} ${mechanism} witnessed`])
    expect(proposalsOf(nodeUnitDown, { objects: [node('a')], checks: [check(unit, 'unknown')] })).toEqual([])
  })

  it('knows a silent kubelet without a check, and trusts it less on a node that was closed first', () => {
    const silent = (spec: Record<string, unknown>) =>
      version(NODE, { spec, status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] } })

    expect(proposalsOf(nodeUnitDown, { objects: [silent({})] })).toEqual([`${NODE} kubelet_down witnessed`])
    expect(proposalsOf(nodeUnitDown, { objects: [silent({ unschedulable: true })] })).toEqual([`${NODE} kubelet_down inferred`])
  })

  it('knows a lost runtime by what the kubelet says of its pods', () => {
    const words = 'Failed to create pod sandbox: dial unix /run/containerd/containerd.sock: connect: no such file or directory'
    const objects = [node('a'), pod({ spec: { nodeName: 'a' } })]

    expect(proposalsOf(nodeUnitDown, { objects, events: [event(POD, 'FailedCreatePodSandBox', words)] })).toEqual([
      `${NODE} container_runtime_down witnessed`,
    ])
  })

  it('knows a failing kube-proxy by its own pod, and only while that does not come up', () => {
    const proxy = (isReady: boolean) =>
      version('kube-system/Pod/kube-proxy-x7k2p', {
        metadata: { labels: { 'k8s-app': 'kube-proxy' } },
        spec: { nodeName: 'b' },
        status: {
          conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
          containerStatuses: [{ name: 'kube-proxy', state: isReady ? { running: {} } : { waiting: { reason: 'CrashLoopBackOff' } } }],
        },
      })

    expect(proposalsOf(nodeUnitDown, { objects: [node('b'), proxy(false)] })).toEqual(['_cluster/Node/b kube_proxy_down witnessed'])
    expect(proposalsOf(nodeUnitDown, { objects: [node('b'), proxy(true)] })).toEqual([])
  })

  it('knows an idle scheduler by a pod that nothing ever looked at', () => {
    const control = node('a', { labels: { 'node-role.kubernetes.io/control-plane': '' } })
    const unseen = pod({ status: { phase: 'Pending' } })

    expect(proposalsOf(nodeUnitDown, { objects: [control, workload(), replicaSet(), unseen] })).toEqual([
      `${NODE} scheduler_down witnessed`,
    ])
    expect(proposalsOf(nodeUnitDown, { objects: [control, workload(), replicaSet(), pod()] })).toEqual([])
  })
})

describe('causal/families/cpu-overload and network-degraded', () => {
  const slow = (service: string, normal: string, current: string) => alert(`shop/Service/${service}`, 'SlowResponse', { normal, current })
  const dependencies = [depends('shop/Service/storefront', 'shop/Service/basket'), depends('shop/Service/basket', 'shop/Service/quotes')]

  it('names the workload that is throttled, unless more was asked of it', () => {
    const throttled = alert('shop/Service/basket', 'CPUThrottlingHigh', { normal: '0s', current: '0.8s' })
    const surge = alert('shop/Service/basket', 'RequestRateSurge', { normal: '10', current: '90' })

    expect(proposalsOf(cpuOverload, { alerts: [throttled, slow('basket', '5ms', '70ms')] })).toEqual([
      'shop/Service/basket cpu_overload measured',
    ])
    expect(proposalsOf(cpuOverload, { alerts: [throttled, surge] })).toEqual([])
  })

  it('names the service that got slow without a callee that explains it', () => {
    const alerts = [slow('storefront', '20ms', '4000ms'), slow('basket', '4ms', '1700ms')]

    expect(proposalsOf(networkDegraded, { alerts, dependencies })).toEqual(['shop/Service/basket pod_network_delay measured'])
  })

  it('does not blame a callee that is slow only for its slow caller', () => {
    const alerts = [slow('basket', '4ms', '8000ms'), slow('quotes', '1ms', '500ms')]

    expect(proposalsOf(networkDegraded, { alerts, dependencies })).toEqual(['shop/Service/basket pod_network_delay measured'])
  })

  it('tells loss from delay by how often the node sends again', () => {
    const resent = (current: string) => alert('_cluster/Node/a', 'TCP Retransmission', { normal: '0', current })

    expect(proposalsOf(networkDegraded, { alerts: [resent('8.5')] })).toEqual(['_cluster/Node/a node_network_loss measured'])
    expect(proposalsOf(networkDegraded, { alerts: [resent('0.7')] })).toEqual(['_cluster/Node/a node_network_delay inferred'])
  })
})
