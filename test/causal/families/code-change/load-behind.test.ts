import { describe, expect, it } from 'vitest'
import { isAmplified } from '../../../../src/causal/families/code-change/load-behind.ts'
import type { Observation } from '../../../../src/causal/scene/observations/observation.ts'

const SHIPPED = new Date('2031-04-09T08:00:00Z')

function traffic(to: number, minutesAfter: number): Observation {
  const since = new Date(SHIPPED.getTime() + minutesAfter * 60_000)
  return {
    source: 'metric',
    entity: 'app/Service/berths',
    text: 'requests_per_sec',
    classes: new Set(['traffic']),
    since,
    isFailure: true,
    departure: { since, seenAt: since, direction: to > 100 ? 'up' : 'down', from: 100, to, shape: 'step' },
    citations: [],
  }
}

describe('src/causal/families/code-change/load-behind', () => {
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
