import { describe, expect, it } from 'vitest'
import { departureOf } from '../../../../src/causal/scene/symptoms/news-departure.ts'
import { minute, START, STEP_SECONDS } from '../../../support/facts.ts'

function departing(valueAt: (at: number) => number) {
  const values = Array.from({ length: 120 }, (_, at) => valueAt(at))
  return departureOf({
    entity: 'shop/Service/basket',
    metric: 'deadlocks',
    meaning: 'other',
    startAt: START,
    stepSeconds: STEP_SECONDS,
    values,
    locator: '',
  })
}

describe('causal/scene/symptoms/news-departure', () => {
  it('finds a step at its first sample', () => {
    expect(departing((at) => (at < 60 ? 5 + (at % 2) : 90))).toMatchObject({ seenAt: minute(60), to: 90 })
  })

  it('takes a slow drift in peace for no departure when the series leaps later', () => {
    expect(departing((at) => (at < 70 ? at * 0.003 : 150))).toMatchObject({ seenAt: minute(70), to: 150 })
  })

  it('draws a ramp back to where it began', () => {
    const found = departing((at) => 100 + (at % 2) + Math.max(0, at - 50) * 10)

    expect(Math.abs((found?.since.getTime() ?? 0) - minute(50).getTime())).toBeLessThanOrEqual(3 * 60_000)
  })

  it('finds none in a series that stays as it was', () => {
    expect(departing((at) => 20 + (at % 3))).toBeNull()
  })
})
