import { describe, expect, it } from 'vitest'
import { networkPolicy } from '../../../src/causal/families/network-policy.ts'
import { minute, version } from '../../support/facts.ts'
import { pod, proposalsOf, replicaSet, workload } from './cluster.ts'

const POLICY = 'shop/NetworkPolicy/basket-rules'
const SELECTOR = { podSelector: { matchLabels: { app: 'basket' } }, policyTypes: ['Ingress'] }
const OPEN = { ...SELECTOR, ingress: [{ from: [{ podSelector: {} }] }] }

function among(...policies: readonly ReturnType<typeof version>[]) {
  return { objects: [workload(), replicaSet(), pod(), ...policies] }
}

describe('causal/families/network-policy', () => {
  it('names a policy that lets nobody in, and trusts it more when it was put in place meanwhile', () => {
    const spec = { ...SELECTOR, ingress: [] }
    const fresh = version(POLICY, { metadata: { creationTimestamp: minute(18).toISOString() }, spec }, { at: 20 })

    expect(proposalsOf(networkPolicy, among(version(POLICY, { spec })))).toEqual([`${POLICY} network_policy_blocks static`])
    expect(proposalsOf(networkPolicy, among(fresh))).toEqual([`${POLICY} network_policy_blocks changed`])
  })

  it('says nothing of an old policy that lets somebody in', () => {
    expect(proposalsOf(networkPolicy, among(version(POLICY, { spec: OPEN })))).toEqual([])
  })

  it('says nothing of a fresh policy that lets in every pod of the cluster, and suspects one that narrows the ports', () => {
    const metadata = { creationTimestamp: minute(18).toISOString() }
    const anybody = { from: [{ namespaceSelector: {} }] }
    const open = version(POLICY, { metadata, spec: { ...SELECTOR, ingress: [anybody] } }, { at: 20 })
    const narrow = version(POLICY, { metadata, spec: { ...SELECTOR, ingress: [{ ...anybody, ports: [] }] } }, { at: 20 })

    expect(proposalsOf(networkPolicy, among(open))).toEqual([])
    expect(proposalsOf(networkPolicy, among(narrow))).toEqual([`${POLICY} network_policy_blocks changed`])
  })

  it('says nothing of a policy that selects no pod', () => {
    const spec = { podSelector: { matchLabels: { app: 'nobody' } }, policyTypes: ['Ingress'], ingress: [] }

    expect(proposalsOf(networkPolicy, among(version(POLICY, { spec })))).toEqual([])
  })
})
