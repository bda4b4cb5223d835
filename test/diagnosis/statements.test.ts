import { describe, expect, it } from 'vitest'
import { checkSubmission } from '../../src/diagnosis/check.ts'
import type { Citation } from '../../src/domain/evidence.ts'
import type { Submission } from '../../src/domain/submission.ts'
import { calls, END, evidenceOf, minute, OVERVIEW, START } from '../support/facts.ts'

const EVIDENCE = evidenceOf({
  overview: [OVERVIEW],
  service_calls: [calls('shop/Service/quotes', { from: { at: 19, errors: 50 } })],
  log_examples: [],
  statements: [
    {
      by: 'U1',
      saidAt: END,
      words: 'the Deployment wishlist is the cause',
      act: 'cause',
      entity: null,
      target: 'wishlist',
      at: null,
      outcome: null,
    },
  ],
})
const SAID: Citation = { evidenceId: 'E4', locator: 'statements#2', quote: 'words: the Deployment wishlist', role: 'symptom', at: END }
const SEEN: Citation = {
  evidenceId: 'E2',
  locator: 'service_calls#2',
  quote: 'service: shop/Service/quotes',
  role: 'symptom',
  at: minute(19),
}

function reasonsFor(entity: 'shop/Service/quotes' | 'shop/Deployment/wishlist', citations: readonly Citation[]): readonly string[] {
  const claim = {
    entity,
    mechanism: 'new_error',
    confidence: 0.5,
    since: null,
    disconfirmingReads: ['E3' as const],
    propagation: [],
    explains: [],
    why: [{ feature: 'trace_numbers' as const, value: 1, weight: 0, citations: [] }],
  }
  const submission: Submission = {
    outcome: 'diagnosis',
    reasons: [],
    window: { start: START, end: END, onset: minute(19) },
    summary: 'quotes fails',
    rootCauses: [{ ...claim, for: [{ text: 'it fails', citations }], against: [] }],
    alternatives: [],
    ruledOut: [],
    proposedActions: [],
  }
  return checkSubmission(submission, EVIDENCE)
}

describe('src/diagnosis/check, on statements', () => {
  it('lets a statement stand beside a reading', () => {
    expect(reasonsFor('shop/Service/quotes', [SEEN, SAID])).toEqual([])
  })

  it('refuses a cause that only statements speak for', () => {
    expect(reasonsFor('shop/Service/quotes', [SAID])).toEqual(['shop/Service/quotes: only statements speak for it, no reading does'])
  })

  it('refuses a statement as a change or a mechanism', () => {
    expect(reasonsFor('shop/Service/quotes', [SEEN, { ...SAID, role: 'mechanism' }])).toEqual([
      'E4 is what somebody said, which shows no mechanism',
    ])
  })

  it('does not take a thing for real because a statement names it', () => {
    expect(reasonsFor('shop/Deployment/wishlist', [SEEN, SAID])).toEqual(['no reading names shop/Deployment/wishlist'])
  })

  it('refuses words that nobody said', () => {
    expect(reasonsFor('shop/Service/quotes', [SEEN, { ...SAID, quote: 'words: it is the database' }])[0]).toContain('does not stand in E4')
  })
})
