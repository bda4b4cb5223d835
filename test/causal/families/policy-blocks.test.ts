import { describe, expect, it } from 'vitest'
import { policyBlocks } from '../../../src/causal/families/policy-blocks.ts'
import { depends, minute, version } from '../../support/facts.ts'
import { failedCall, pod, proposalsOf, replicaSet, workload } from './cluster.ts'

describe('causal/families/policy-blocks, by what the policy says', () => {
  const POLICY = 'shop/NetworkPolicy/basket-rules'
  const SELECTOR = { podSelector: { matchLabels: { app: 'basket' } }, policyTypes: ['Ingress'] }
  const OPEN = { ...SELECTOR, ingress: [{ from: [{ podSelector: {} }] }] }

  function among(...policies: readonly ReturnType<typeof version>[]) {
    return { objects: [workload(), replicaSet(), pod(), ...policies] }
  }

  it('names a policy that lets nobody in, and trusts it more when it was put in place meanwhile', () => {
    const spec = { ...SELECTOR, ingress: [] }
    const fresh = version(POLICY, { metadata: { creationTimestamp: minute(18).toISOString() }, spec }, { at: 20 })

    expect(proposalsOf(policyBlocks, among(version(POLICY, { spec })))).toEqual([`${POLICY} network_policy_blocks static`])
    expect(proposalsOf(policyBlocks, among(fresh))).toEqual([`${POLICY} network_policy_blocks changed`])
  })

  it('takes one for changed that was made shortly before the recording, after what it governs', () => {
    const spec = { ...SELECTOR, ingress: [] }
    const made = (at: number) => version(POLICY, { metadata: { creationTimestamp: minute(at).toISOString() }, spec })

    expect(proposalsOf(policyBlocks, among(made(-5)))).toEqual([`${POLICY} network_policy_blocks changed`])
    expect(proposalsOf(policyBlocks, among(made(-500)))).toEqual([`${POLICY} network_policy_blocks static`])
  })

  it('says nothing of an old policy that lets somebody in', () => {
    expect(proposalsOf(policyBlocks, among(version(POLICY, { spec: OPEN })))).toEqual([])
  })

  it('takes a policy that was put in place together with all that it governs for none that changed', () => {
    const together = { metadata: { creationTimestamp: minute(18).toISOString() } }
    const policy = version(POLICY, { ...together, spec: OPEN }, { at: 20 })
    const governed = (created: Date) =>
      [workload(), replicaSet(), pod()].map((one) => ({
        ...one,
        object: { ...one.object, metadata: { ...Object(Reflect.get(one.object, 'metadata')), creationTimestamp: created.toISOString() } },
      }))

    expect(proposalsOf(policyBlocks, { objects: [...governed(minute(18)), policy] })).toEqual([])
    expect(proposalsOf(policyBlocks, { objects: [...governed(minute(2)), policy] })).toEqual([`${POLICY} network_policy_blocks changed`])
  })

  it('says nothing of a policy that selects no pod', () => {
    const spec = { podSelector: { matchLabels: { app: 'nobody' } }, policyTypes: ['Ingress'], ingress: [] }

    expect(proposalsOf(policyBlocks, among(version(POLICY, { spec })))).toEqual([])
  })
})

describe('causal/families/policy-blocks, by who calls whom', () => {
  function unit(app: string) {
    const template = { metadata: { labels: { app } }, spec: { containers: [{ name: 'main' }] } }
    return [
      version(`shop/Deployment/${app}`, { spec: { replicas: 1, template }, status: { readyReplicas: 1 } }),
      version(`shop/Service/${app}`, { spec: { selector: { app } } }),
    ]
  }

  const UNITS = [...unit('basket'), ...unit('ledger'), ...unit('front')]
  const CALLS = [depends('shop/Service/basket', 'shop/Service/ledger')]

  function policy(app: string, spec: Readonly<Record<string, unknown>>, shape: Parameters<typeof version>[2] = {}) {
    return version(`shop/NetworkPolicy/${app}-rules`, { spec: { podSelector: { matchLabels: { app } }, ...spec } }, shape)
  }

  const from = (...apps: readonly string[]) => ({ ingress: [{ from: apps.map((app) => ({ podSelector: { matchLabels: { app } } })) }] })
  const TOLD = [failedCall('ledger', { failure: 'timed_out', count: 9 })]

  function proposed(policies: readonly ReturnType<typeof policy>[], more: Omit<Parameters<typeof proposalsOf>[1], 'objects'> = {}) {
    return proposalsOf(policyBlocks, { objects: [...UNITS, ...policies], dependencies: CALLS, ...more })
  }

  it('names the policy of the callee that does not let the caller in, and believes the caller who says that it gets no answer', () => {
    expect(proposed([policy('ledger', from('front'))], { failures: TOLD })).toEqual([
      'shop/NetworkPolicy/ledger-rules network_policy_blocks witnessed',
    ])
  })

  it('names the policy of the caller that does not let it out', () => {
    const out = policy('basket', { policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: { app: 'front' } } }] }] })

    expect(proposed([out], { failures: TOLD })).toEqual(['shop/NetworkPolicy/basket-rules network_policy_blocks witnessed'])
  })

  it('trusts a policy less that nobody complains of: most where it was just made', () => {
    const made = { metadata: { creationTimestamp: minute(12).toISOString() } }
    const fresh = policy('ledger', from('front'), { at: 15 })

    expect(proposed([policy('ledger', from('front'))])).toEqual(['shop/NetworkPolicy/ledger-rules network_policy_blocks static'])
    expect(proposed([{ ...fresh, object: { ...fresh.object, ...made } }])).toEqual([
      'shop/NetworkPolicy/ledger-rules network_policy_blocks changed',
    ])
  })

  it('says nothing of a policy that lets the caller in, or of several of which one does', () => {
    const open = version('shop/NetworkPolicy/open', { spec: { podSelector: {}, ...from('basket') } })

    expect(proposed([policy('ledger', from('basket', 'front'))], { failures: TOLD })).toEqual([])
    expect(proposed([policy('ledger', from('front')), open], { failures: TOLD })).toEqual([])
    expect(proposed([policy('ledger', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] })], { failures: TOLD })).toEqual([])
  })

  it('has no call to show for a policy that shuts out who does not call, and says nothing without policies', () => {
    expect(proposed([policy('front', { policyTypes: ['Ingress'] })], { failures: TOLD })).toEqual([
      'shop/NetworkPolicy/front-rules network_policy_blocks static',
    ])
    expect(proposed([policy('ledger', from('front'))], { dependencies: [] })).toEqual([])
    expect(proposed([], { failures: TOLD })).toEqual([])
  })
})

describe('causal/families/policy-blocks, of a mesh', () => {
  function blamedFor(example: string, baselineCount = 0) {
    const line = { entity: 'shop/Service/storefront' as const, pattern: example, example, severity: 'error' as const }
    const logs = [{ ...line, incidentCount: 40, baselineCount, firstAt: minute(20), lastAt: minute(39) }]
    return proposalsOf(policyBlocks, { logs, dependencies: [depends('shop/Service/storefront', 'shop/Service/basket')] })
  }

  it('names the service whose proxy refuses its callers', () => {
    expect(blamedFor('call to basket:80 failed: RBAC: access denied')).toEqual(['shop/Service/basket mesh_policy_denies witnessed'])
  })

  it('says nothing where no callee is named, and where it was always so', () => {
    expect(blamedFor('RBAC: access denied')).toEqual([])
    expect(blamedFor('call to basket:80 failed: RBAC: access denied', 40)).toEqual([])
  })
})
