import { describe, expect, it } from 'vitest'
import type { Symptom } from '../../../../src/causal/scene/symptoms/symptom.ts'
import { fateAfter } from '../../../../src/causal/weigh/statements/fate.ts'
import { END, minute, START } from '../../../support/facts.ts'
import { symptomLike } from '../../../support/symptoms.ts'

const WINDOW = { start: START, end: END }

function symptom(until: Date | null, strength = 1): Symptom {
  return symptomLike({ since: minute(19), until, strength })
}

describe('src/causal/statements/fate', () => {
  it.each([
    ['continued', [symptom(null)], 20],
    ['continued', [symptom(minute(30)), symptom(minute(21))], 20],
    ['ended', [symptom(minute(23))], 20],
    ['ended', [symptom(minute(23)), symptom(null, 0.2)], 20],
    ['over_before', [symptom(minute(20))], 30],
    ['unseen', [symptom(null)], 38],
    ['unseen', [], 20],
  ] as const)('is %s for %j after minute %i', (fate, symptoms, at) => {
    expect(fateAfter(minute(at), symptoms, WINDOW)).toBe(fate)
  })

  it('is unseen without a time or a window', () => {
    expect([fateAfter(null, [symptom(null)], WINDOW), fateAfter(minute(20), [symptom(null)], null)]).toEqual(['unseen', 'unseen'])
  })
})
