import { describe, expect, it } from 'vitest'
import { findDeparture, type DepartureRule } from '../../../../src/causal/scene/symptoms/departure.ts'
import { minute, START, STEP_SECONDS } from '../../../support/facts.ts'

const RULE = { floor: 1, isOut: (value: number, normal: number) => value > normal * 2, baselineSamples: 8 }
const GRID = { startAt: START, stepSeconds: STEP_SECONDS }
const CALM = [10, 11, 10, 9, 10, 11, 10, 9]

function departureIn(values: readonly (number | null)[], rule: DepartureRule = RULE) {
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

  it('begins with what lasts, not with what came and went for a while long before', () => {
    const blip = [50, 52, 51]
    const calm = [10, 11, 10, 9, 10]
    const lasting = [50, 52, 51, 50, 52, 51]

    expect(departureIn([...CALM, ...blip, ...calm, ...lasting])).toMatchObject({ first: 16, until: null })
    expect(departureIn([...CALM, ...blip, ...calm, ...blip])).toMatchObject({ first: 8, until: null })
    expect(departureIn([...CALM, ...lasting, ...calm, ...lasting])).toMatchObject({ first: 8, until: null })
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

  it('takes what a short baseline itself reached for usual', () => {
    const short = { ...RULE, baselineSamples: 3 }

    expect(departureIn([164, 47, 52, 126, 150, 133, 140], short)).toBeNull()
    expect(departureIn([64, 47, 52, 526, 550, 533, 540], short)).toMatchObject({ first: 3 })
  })

  it('dates a ramp from where it left the baseline', () => {
    const values = Array.from({ length: 60 }, (_, at) => 100 + (at % 2) + Math.max(0, at - 20) * 10)
    const found = departureIn(values, { floor: 0, isOut: (value, normal) => value > normal * 1.2, baselineSamples: 20 })

    expect(found?.seenAt).toEqual(minute(23))
    expect(Math.abs((found?.since.getTime() ?? 0) - minute(20).getTime())).toBeLessThanOrEqual(60_000)
  })
})
