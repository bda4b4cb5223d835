import { describe, expect, it } from 'vitest'
import { doubtOf } from '../../../../src/causal/families/code-change/fit.ts'
import type { Hazard } from '../../../../src/diffs/hazard.ts'
import type { Symptom } from '../../../../src/causal/scene/symptoms/symptom.ts'
import type { Topic } from '../../../../src/causal/scene/symptoms/topic-words.ts'
import { symptomLike } from '../../../support/symptoms.ts'

const AT_ONE_TIME: Hazard = { kind: 'schedule_changed', path: 'jobs.py', text: 'jobs', quote: '+0', clarity: 0.8, amounts: null }
const PROOF = { what: 1, words: 0.2, amounts: 1 }

function logged(...about: readonly Topic[]): Symptom {
  return symptomLike({ about: new Set(about) })
}

describe('src/causal/families/code-change/fit', () => {
  it('doubts a hazard when the records name another fault alone', () => {
    expect(doubtOf(AT_ONE_TIME, PROOF, [logged('null')])).toBeLessThan(1)
    expect(doubtOf(AT_ONE_TIME, PROOF, [logged('auth', 'unavailable')])).toBeLessThan(1)
  })

  it('has no doubt when the record that names another fault names its own symptom as well', () => {
    expect(doubtOf(AT_ONE_TIME, PROOF, [logged('schedule', 'memory')])).toBe(1)
  })

  it('doubts what an innocent change has too, unless words or amounts bear it out', () => {
    const vague: Hazard = { ...AT_ONE_TIME, clarity: 0.3 }

    expect(doubtOf(vague, { what: 0.5, words: 0, amounts: 0 }, [])).toBeLessThan(1)
    expect(doubtOf(vague, { what: 0.5, words: 0.6, amounts: 0 }, [])).toBe(1)
  })
})
