import { describe, expect, it } from 'vitest'
import type { Hazard } from '../../../../src/diffs/hazard.ts'
import { quantityFit } from '../../../../src/causal/families/code-change/quantity-fit.ts'
import type { Symptom } from '../../../../src/causal/scene/symptoms/symptom.ts'
import { symptomLike } from '../../../support/symptoms.ts'

function said(text: string): Symptom {
  return symptomLike({ said: text })
}

describe('src/causal/families/code-change/quantity-fit', () => {
  it('meets a number without a unit again in an error that says the unit', () => {
    const amounts = { from: null, to: 4000, dimension: 'count' }
    const limit: Hazard = { kind: 'timeout_cut', path: 'ask.py', text: 'limit cut', quote: '+limit', clarity: 0.8, amounts }

    expect(quantityFit(limit, [said('cancelled after 4000 ms')])).toBe(1)
    expect(quantityFit(limit, [said('cancelled after 9000 ms')])).toBe(0)
  })
})
