import { describe, expect, it } from 'vitest'
import { dnsPolicy } from '../../../src/causal/families/dns-policy.ts'
import { minute } from '../../support/facts.ts'
import { proposalsOf, workload, WORKLOAD } from './cluster.ts'

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

describe('causal/families/dns-policy', () => {
  it('names a workload that was given another resolver, and trusts it more when names fail', () => {
    const objects = changedFrom('ClusterFirst', 'None')

    expect(proposalsOf(dnsPolicy, { objects })).toEqual([`${WORKLOAD} dns_policy_wrong changed`])
    expect(proposalsOf(dnsPolicy, { objects, logs: [UNRESOLVED] })).toEqual([`${WORKLOAD} dns_policy_wrong witnessed`])
  })

  it('says nothing of an old policy of its own that resolves everything', () => {
    expect(proposalsOf(dnsPolicy, { objects: [workload({ dnsPolicy: 'Default' })] })).toEqual([])
  })

  it('does not blame the policy of the cluster for names that do not exist', () => {
    expect(proposalsOf(dnsPolicy, { objects: [workload({ dnsPolicy: 'ClusterFirst' })], logs: [UNRESOLVED] })).toEqual([])
  })
})
