import { describe, expect, it } from 'vitest'
import { isAmplified, isDosed } from '../../../src/causal/code/dose-fit.ts'
import type { Hazard } from '../../../src/causal/code/hazard.ts'
import type { Symptom } from '../../../src/causal/scene/symptoms/symptom.ts'
import { departed, symptomLike } from '../../support/symptoms.ts'

const SHIPPED = new Date('2031-04-09T08:00:00Z')
const FASTER: Hazard = {
  kind: 'schedule_changed',
  path: 'poll.ts',
  text: 'poll changed',
  quote: '+poll',
  clarity: 0.6,
  amounts: { from: 60_000, to: 6_000, dimension: 'ms' },
}

function traffic(to: number, minutesAfter: number): Symptom {
  const since = new Date(SHIPPED.getTime() + minutesAfter * 60_000)
  return symptomLike({ source: 'metric', about: new Set(['traffic']), since, departure: departed(100, to, since) })
}

describe('src/causal/code/dose-fit.ts', () => {
  it('fits traffic that grows by the factor by which the interval shrank', () => {
    expect(isDosed(FASTER, [traffic(1_050, 3)], SHIPPED)).toBe(true)
  })

  it('fits traffic that grows by the factor by which a share of the users grew', () => {
    const wider: Hazard = { ...FASTER, kind: 'exposure_raised', amounts: { from: 10, to: 100, dimension: 'count' } }

    expect(isDosed(wider, [traffic(1_050, 3)], SHIPPED)).toBe(true)
    expect(isDosed(wider, [traffic(10, 3)], SHIPPED)).toBe(false)
  })

  it('fits no traffic that grew by another factor, or at another time', () => {
    expect(isDosed(FASTER, [traffic(300, 3)], SHIPPED)).toBe(false)
    expect(isDosed(FASTER, [traffic(1_000, -10)], SHIPPED)).toBe(false)
    expect(isDosed(FASTER, [traffic(1_000, 90)], SHIPPED)).toBe(false)
  })

  it('fits nothing when the interval grew or had no value before', () => {
    const slower: Hazard = { ...FASTER, amounts: { from: 6_000, to: 60_000, dimension: 'ms' } }
    const brought: Hazard = { ...FASTER, amounts: { from: null, to: 6_000, dimension: 'ms' } }

    expect(isDosed(slower, [traffic(10, 3)], SHIPPED)).toBe(false)
    expect(isDosed(brought, [traffic(1_000, 3)], SHIPPED)).toBe(false)
  })

  it('is amplified when the load behind rises and the changed service is asked no more than before', () => {
    const looped: Hazard = { ...FASTER, kind: 'work_in_loop', amounts: null }

    expect(isAmplified(looped, { own: [], behind: [traffic(900, 3)] }, SHIPPED)).toBe(true)
    expect(isAmplified(looped, { own: [traffic(900, 3)], behind: [traffic(900, 3)] }, SHIPPED)).toBe(false)
    expect(isAmplified(looped, { own: [], behind: [traffic(900, -30)] }, SHIPPED)).toBe(false)
    expect(isAmplified({ ...looped, kind: 'tls_changed' }, { own: [], behind: [traffic(900, 3)] }, SHIPPED)).toBe(false)
  })
})
