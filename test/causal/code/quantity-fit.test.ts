import { describe, expect, it } from 'vitest'
import type { Hazard } from '../../../src/causal/code/hazard.ts'
import { quantityFit } from '../../../src/causal/code/quantity-fit.ts'
import type { Symptom } from '../../../src/causal/scene/symptoms/symptom.ts'
import { topicsOfMessage } from '../../../src/causal/scene/symptoms/topics.ts'
import { symptomLike } from '../../support/symptoms.ts'

const INEXACT: Hazard = { kind: 'precision_lost', path: 'sum.py', text: 'sums', quote: '+float', clarity: 0.8, amounts: null }

function said(text: string): Symptom {
  return symptomLike({ said: text, about: topicsOfMessage(text) })
}

describe('src/causal/code/quantity-fit', () => {
  it('takes a difference of the smallest unit for what inexact sums leave over', () => {
    expect(quantityFit(INEXACT, [said('till 4 does not balance, difference 0.01')])).toBe(1)
    expect(quantityFit(INEXACT, [said('till 4 does not balance, a drawer is missing')])).toBe(0)
  })

  it('meets a number without a unit again in an error that says the unit', () => {
    const limit: Hazard = { ...INEXACT, kind: 'timeout_cut', amounts: { from: null, to: 4000, dimension: 'count' } }

    expect(quantityFit(limit, [said('cancelled after 4000 ms')])).toBe(1)
    expect(quantityFit(limit, [said('cancelled after 9000 ms')])).toBe(0)
  })
})
