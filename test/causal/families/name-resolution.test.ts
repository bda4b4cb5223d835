import { describe, expect, it } from 'vitest'
import { nameResolution } from '../../../src/causal/families/name-resolution.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { minute, version } from '../../support/facts.ts'
import { WORKLOAD, proposalsOf, workload } from './cluster.ts'

describe('causal/families/name-resolution, of everybody', () => {
  const LABELS = { 'k8s-app': 'kube-dns' }
  const SERVICE = version('kube-system/Service/kube-dns', { spec: { selector: LABELS } })
  const CONFIG = 'kube-system/ConfigMap/coredns'

  function servers(ready: number) {
    const template = { metadata: { labels: LABELS }, spec: { volumes: [{ configMap: { name: 'coredns' } }] } }
    return version('kube-system/Deployment/coredns', { spec: { replicas: 2, template }, status: { replicas: 2, readyReplicas: ready } })
  }

  function unresolved(service: string, how = 'no such host'): Omit<Rows['log_patterns'], 'locator'> {
    const example = `dial tcp: lookup quotes on 10.96.0.10:53: ${how}`
    const times = { firstAt: minute(21), lastAt: minute(39) }
    return {
      entity: `shop/Service/${service}`,
      pattern: example,
      severity: 'error',
      incidentCount: 40,
      baselineCount: 0,
      example,
      ...times,
    }
  }

  const LOGS = [unresolved('basket'), unresolved('orders')]
  const ALTERED = [
    version(CONFIG, { data: { Corefile: 'kubernetes cluster.local' } }, { until: 15, isCurrent: false }),
    version(CONFIG, { data: { Corefile: 'kubernetes cluster.lan' } }, { at: 20, changedAt: minute(18) }),
  ]

  it('names what the name servers read when it was changed, and their workload when it is down', () => {
    expect(proposalsOf(nameResolution, { objects: [SERVICE, servers(2), ...ALTERED], logs: LOGS })).toEqual([
      `${CONFIG} dns_failure witnessed`,
    ])
    expect(proposalsOf(nameResolution, { objects: [SERVICE, servers(0)], logs: LOGS })).toEqual([
      'kube-system/Deployment/coredns dns_failure witnessed',
    ])
  })

  it('trusts one workload that cannot resolve names less, and says nothing where the name servers are as they were', () => {
    expect(proposalsOf(nameResolution, { objects: [SERVICE, servers(0)], logs: LOGS.slice(1) })).toEqual([
      'kube-system/Deployment/coredns dns_failure static',
    ])
    expect(proposalsOf(nameResolution, { objects: [SERVICE, servers(2)], logs: LOGS })).toEqual([])
  })

  it('believes several services that get no answer from name servers of which nothing was read', () => {
    const logs = ['basket', 'orders'].map((service) => unresolved(service, 'i/o timeout'))

    expect(proposalsOf(nameResolution, { logs })).toEqual(['shop/Service/basket dns_failure witnessed'])
    expect(proposalsOf(nameResolution, { logs: logs.slice(1) })).toEqual(['shop/Service/orders dns_failure static'])
    expect(proposalsOf(nameResolution, { logs: LOGS })).toEqual([])
  })
})

describe('causal/families/name-resolution, of one workload', () => {
  const UNRESOLVED = {
    entity: 'shop/Service/basket' as const,
    pattern: 'lookup orders: no such host',
    severity: 'error' as const,
    incidentCount: 40,
    baselineCount: 0,
    firstAt: minute(20),
    lastAt: minute(30),
    example: 'dial tcp: lookup orders: no such host',
  }

  function changedFrom(before: string, after: string) {
    return [
      { ...workload({ dnsPolicy: before }), lastSeenAt: minute(15), isCurrent: false },
      { ...workload({ dnsPolicy: after }), firstSeenAt: minute(20), changedAt: minute(18) },
    ]
  }

  it('names a workload that was given another resolver, and trusts it more when names fail', () => {
    const objects = changedFrom('ClusterFirst', 'None')

    expect(proposalsOf(nameResolution, { objects })).toEqual([`${WORKLOAD} dns_policy_wrong changed`])
    expect(proposalsOf(nameResolution, { objects, logs: [UNRESOLVED] })).toEqual([`${WORKLOAD} dns_policy_wrong witnessed`])
  })

  it('says nothing of an old policy of its own that resolves everything', () => {
    expect(proposalsOf(nameResolution, { objects: [workload({ dnsPolicy: 'Default' })] })).toEqual([])
  })

  it('does not blame the policy of the cluster for names that do not exist', () => {
    expect(proposalsOf(nameResolution, { objects: [workload({ dnsPolicy: 'ClusterFirst' })], logs: [UNRESOLVED] })).toEqual([])
  })
})
