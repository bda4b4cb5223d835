import { describe, expect, it } from 'vitest'
import { createProofTest } from '../../src/diagnosis/proof.ts'
import type { Citation } from '../../src/domain/evidence.ts'
import { aClaim } from '../support/submission.ts'
import { calls, evidenceOf, minute, version } from '../support/facts.ts'

const ONSET = minute(20)
const EVIDENCE = evidenceOf({
  object_versions: [
    version('shop/Deployment/shipping', { spec: { replicas: 0 } }, { changedAt: minute(18) }),
    version('shop/Deployment/shipping', { spec: { replicas: 9 } }, { changedAt: minute(25) }),
    version('shop/Deployment/quotes', { spec: { replicas: 7 } }, { changedAt: minute(18) }),
  ],
  service_calls: [calls('shop/Service/shipping', { from: { at: 20, errors: 30 } })],
})
const isProven = createProofTest(EVIDENCE, ONSET)

function proves(
  citation: Partial<Citation>,
  entity: 'shop/Deployment/shipping' | 'shop/Service/shipping' = 'shop/Deployment/shipping',
): boolean {
  const cited: Citation = { evidenceId: 'E1', locator: 'object_versions#2', quote: 'replicas: 0', role: 'change', at: null, ...citation }
  return isProven(aClaim({ entity, for: [{ text: 'scaled to zero', citations: [cited] }] }))
}

describe('diagnosis/proof', () => {
  it('takes a change of the entity before the onset for proof', () => {
    expect(proves({})).toBe(true)
  })

  it('does not take a change for proof that came after what it should explain', () => {
    expect(proves({ locator: 'object_versions#3', quote: 'replicas: 9' })).toBe(false)
  })

  it('does not take a record about something else for proof', () => {
    expect(proves({ locator: 'object_versions#4', quote: 'replicas: 7' })).toBe(false)
  })

  it('does not take a symptom for proof, whatever it is called', () => {
    expect(proves({ role: 'symptom' })).toBe(false)
    expect(proves({ evidenceId: 'E2', locator: 'service_calls#2', quote: 'errors: [0', role: 'mechanism' }, 'shop/Service/shipping')).toBe(
      false,
    )
  })

  it('does not take evidence for proof that is not there', () => {
    expect(proves({ evidenceId: 'E9' })).toBe(false)
    expect(proves({ locator: 'object_versions#99' })).toBe(false)
  })
})
