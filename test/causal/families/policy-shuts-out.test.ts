import { describe, expect, it } from 'vitest'
import { policyShutsOut } from '../../../src/causal/families/policy-shuts-out.ts'
import { depends, minute, version } from '../../support/facts.ts'
import { failedCall, proposalsOf } from './cluster.ts'

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
  return proposalsOf(policyShutsOut, { objects: [...UNITS, ...policies], dependencies: CALLS, ...more })
}

describe('causal/families/policy-shuts-out', () => {
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

  it('says nothing of a policy that shuts out who does not call, nor without policies', () => {
    expect(proposed([policy('front', { policyTypes: ['Ingress'] })], { failures: TOLD })).toEqual([])
    expect(proposed([policy('ledger', from('front'))], { dependencies: [] })).toEqual([])
    expect(proposed([], { failures: TOLD })).toEqual([])
  })
})
