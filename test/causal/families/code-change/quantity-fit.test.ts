import { describe, expect, it } from 'vitest'
import type { Hazard } from '../../../../src/diffs/hazard.ts'
import { quantityFit } from '../../../../src/causal/families/code-change/quantity-fit.ts'
import type { Observation } from '../../../../src/causal/scene/observations/observation.ts'
import { classesOfMessage } from '../../../../src/causal/scene/observations/symptom-class.ts'

function said(text: string): Observation {
  const base = { source: 'log' as const, entity: 'app/Service/till' as const, since: null, isFailure: true, departure: null, citations: [] }
  return { ...base, text, classes: classesOfMessage(text) }
}

describe('src/causal/families/code-change/quantity-fit', () => {
  it('meets a number without a unit again in an error that says the unit', () => {
    const amounts = { from: null, to: 4000, dimension: 'count' }
    const limit: Hazard = { kind: 'timeout_cut', path: 'ask.py', text: 'limit cut', quote: '+limit', clarity: 0.8, amounts }

    expect(quantityFit(limit, [said('cancelled after 4000 ms')])).toBe(1)
    expect(quantityFit(limit, [said('cancelled after 9000 ms')])).toBe(0)
  })
})
