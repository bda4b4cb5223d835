import { describe, expect, it } from 'vitest'
import { findCountDeparture, findFailures } from '../../../../src/causal/scene/symptoms/counted-departure.ts'
import { START, STEP_SECONDS } from '../../../support/facts.ts'

const GRID = { startAt: START, stepSeconds: STEP_SECONDS }

describe('causal/scene/symptoms/counted-departure', () => {
  it('finds failing calls of a busy and of a quiet service', () => {
    const busy = findFailures({ ...GRID, counts: Array(12).fill(100), errors: [...Array(8).fill(1), 40, 45, 50, 42] }, 8)
    const quiet = findFailures({ ...GRID, counts: Array(12).fill(3), errors: [...Array(8).fill(0), 3, 3, 3, 3] }, 8)

    expect(busy).toMatchObject({ first: 8 })
    expect(busy?.typical).toBeCloseTo(0.44, 1)
    expect(quiet).toMatchObject({ first: 8, typical: 1 })
  })

  it('does not take single errors in a few calls for a failure', () => {
    expect(findFailures({ ...GRID, counts: Array(14).fill(12), errors: [0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0] }, 8)).toBeNull()
  })

  it('does not take errors that were always there for a failure', () => {
    expect(findFailures({ ...GRID, counts: Array(14).fill(100), errors: Array(14).fill(20) }, 8)).toBeNull()
  })

  it('takes a surge of counts for one only when chance does not make it', () => {
    const rule = { floor: 1, isOut: (value: number, normal: number) => value > normal * 2, baselineSamples: 8 }
    const surge = (calm: number, then: number) =>
      findCountDeparture({ ...GRID, values: [...Array(8).fill(calm), ...Array(4).fill(then)] }, rule)

    expect(surge(100, 300)).toMatchObject({ first: 8, from: 100, to: 300 })
    expect(surge(1, 5)).not.toBeNull()
    expect(findCountDeparture({ ...GRID, values: [0, 1, 0, 1, 0, 1, 3, 3, 3] }, { ...rule, baselineSamples: 6 })).toBeNull()
  })
})
