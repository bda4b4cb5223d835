import { describe, expect, it } from 'vitest'
import { findDeparture, findFailures } from '../../../../src/causal/scene/symptoms/departure.ts'
import { minute, START, STEP_SECONDS } from '../../../support/facts.ts'

const RULE = { floor: 1, isOut: (value: number, normal: number) => value > normal * 2, baselineSamples: 8 }
const GRID = { startAt: START, stepSeconds: STEP_SECONDS }
const CALM = [10, 11, 10, 9, 10, 11, 10, 9]

function departureIn(values: readonly (number | null)[], rule = RULE) {
  return findDeparture({ ...GRID, values }, rule)
}

describe('causal/scene/symptoms/departure', () => {
  it('finds where a series left its baseline for good', () => {
    const found = departureIn([...CALM, 50, 52, 51, 50])

    expect(found).toMatchObject({ first: 8, last: 11, from: 10, typical: 50.5, to: 52, until: null })
  })

  it('knows that a departure ended before the data did', () => {
    const found = departureIn([...CALM, 50, 52, 51, 10, 11, 10])

    expect(found).toMatchObject({ seenAt: minute(8), until: minute(11) })
  })

  it('takes neither one nor two lonely samples for a departure', () => {
    expect(departureIn([...CALM, 50, 10, 10, 10, 10])).toBeNull()
    expect(departureIn([...CALM, 50, 52, 10, 10, 10, 10])).toBeNull()
  })

  it('says nothing without enough samples from before', () => {
    expect(departureIn([null, null, null, null, 10, 50], { ...RULE, baselineSamples: 5 })).toBeNull()
    expect(departureIn([])).toBeNull()
  })

  it('reads a gap as no data, neither as calm nor as zero', () => {
    const found = departureIn([...CALM, null, 50, null, 52, 51])

    expect(found).toMatchObject({ first: 9, last: 12 })
  })

  it('does not let one wild sample in the baseline hide a departure', () => {
    const [, ...rest] = CALM

    expect(departureIn([900, ...rest, 50, 52, 51])).toMatchObject({ first: 8 })
  })

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

  it('takes what a short baseline itself reached for usual', () => {
    const short = { ...RULE, baselineSamples: 3 }

    expect(departureIn([164, 47, 52, 126, 150, 133, 140], short)).toBeNull()
    expect(departureIn([64, 47, 52, 526, 550, 533, 540], short)).toMatchObject({ first: 3 })
  })
})
