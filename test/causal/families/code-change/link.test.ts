import { describe, expect, it } from 'vitest'
import { isAmplified } from '../../../../src/causal/families/code-change/link.ts'
import type { Symptom } from '../../../../src/causal/scene/symptoms/symptom.ts'
import { departed, symptomLike } from '../../../support/symptoms.ts'

const SHIPPED = new Date('2031-04-09T08:00:00Z')

function traffic(to: number, minutesAfter: number): Symptom {
  const since = new Date(SHIPPED.getTime() + minutesAfter * 60_000)
  return symptomLike({ source: 'metric', about: new Set(['traffic']), since, departure: departed(100, to, since) })
}

describe('src/causal/families/code-change/link', () => {
  it('sees the load behind rise while the changed service itself is asked no more than before', () => {
    expect(isAmplified('work_in_loop', { own: [], behind: [traffic(900, 3)] }, SHIPPED)).toBe(true)
    expect(isAmplified('work_in_loop', { own: [traffic(900, 3)], behind: [traffic(900, 3)] }, SHIPPED)).toBe(false)
  })

  it('sees no load that rose before the change was shipped, or long after', () => {
    expect(isAmplified('work_in_loop', { own: [], behind: [traffic(900, -30)] }, SHIPPED)).toBe(false)
    expect(isAmplified('work_in_loop', { own: [], behind: [traffic(900, 90)] }, SHIPPED)).toBe(false)
  })

  it('asks nothing of changes that make nobody ask more', () => {
    expect(isAmplified('tls_changed', { own: [], behind: [traffic(900, 3)] }, SHIPPED)).toBe(false)
  })
})
