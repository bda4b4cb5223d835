import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/causal/diagnose.ts'
import type { Facts } from '../../../src/causal/scene/cite.ts'
import { calls, depends, factsOf, minute, OVERVIEW, version } from '../../support/facts.ts'

const closed = (at: number) =>
  version(
    'shop/NetworkPolicy/closed',
    {
      metadata: { creationTimestamp: minute(at).toISOString() },
      spec: { podSelector: { matchLabels: { app: 'quotes' } }, policyTypes: ['Ingress'], ingress: [] },
    },
    { at: 22 },
  )

const WHOLE = factsOf({
  overview: [OVERVIEW],
  object_versions: [version('shop/Deployment/quotes', { spec: { template: { metadata: { labels: { app: 'quotes' } } } } }), closed(19)],
  service_calls: [
    calls('shop/Service/shipping', { from: { at: 20, errors: 60 } }),
    calls('shop/Service/quotes', { from: { at: 20, count: 0, p95: null } }),
    calls('shop/Service/basket'),
  ],
  dependencies: [depends('shop/Service/shipping', 'shop/Service/quotes')],
  log_patterns: [],
})

function withHole(facts: Facts): Facts {
  const [logs] = facts.log_patterns ?? []
  if (!logs) throw new Error('these facts have no read of logs')
  return { ...facts, log_patterns: [{ ...logs, reading: { status: 'error', code: 'telemetry_timeout', why: 'timed out after 5 s' } }] }
}

describe('causal/weigh/confidence', () => {
  it('names the policy that closes the callee and not the caller that fails', () => {
    const { submission } = diagnose(WHOLE)

    expect(submission.rootCauses.map(({ entity, mechanism }) => [entity, mechanism])).toEqual([
      ['shop/NetworkPolicy/closed', 'network_policy_blocks'],
    ])
    expect(submission.ruledOut.map(({ entity, because }) => [entity, because])).toContainEqual([
      'shop/Service/shipping',
      'waits on shop/Service/quotes',
    ])
  })

  it('is lower with a hole in the telemetry than with everything read', () => {
    const whole = diagnose(WHOLE).submission.rootCauses[0]
    const holed = diagnose(withHole(WHOLE)).submission.rootCauses[0]

    expect(holed?.entity).toBe(whole?.entity)
    expect(holed?.confidence).toBeLessThan(whole?.confidence ?? 0)
  })

  it('gives a cause that shows after the incident less than one from before it', () => {
    const late = factsOf({
      overview: [OVERVIEW],
      object_versions: [version('shop/Deployment/quotes', { spec: { template: { metadata: { labels: { app: 'quotes' } } } } }), closed(30)],
      service_calls: [
        calls('shop/Service/shipping', { from: { at: 20, errors: 60 } }),
        calls('shop/Service/quotes', { from: { at: 20, count: 0, p95: null } }),
      ],
      dependencies: [depends('shop/Service/shipping', 'shop/Service/quotes')],
    })

    const before = diagnose(WHOLE).submission.rootCauses[0]?.confidence ?? 0
    const after = diagnose(late).submission.rootCauses.find(({ entity }) => entity === 'shop/NetworkPolicy/closed')?.confidence ?? 0

    expect(after).toBeLessThan(before)
  })
})
