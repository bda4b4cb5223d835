import { describe, expect, it } from 'vitest'
import { leadSteps } from '../../../../src/causal/scene/symptoms/ramp.ts'

const LEVELS = { from: 100, to: 500 }

describe('causal/scene/symptoms/ramp', () => {
  it('draws a ramp back to where it began', () => {
    const rest = Array.from({ length: 40 }, (_, at) => Math.min(500, 150 + at * 10))

    expect(leadSteps(rest, LEVELS)).toBe(5)
  })

  it('takes what arrives at once, or begins far out, for a step', () => {
    expect(leadSteps([450, 500, 490, 500], LEVELS)).toBe(0)
    expect(leadSteps([300, ...Array.from({ length: 40 }, (_, at) => 300 + at * 5)], LEVELS)).toBe(0)
    expect(leadSteps([], LEVELS)).toBe(0)
  })

  it('draws a falling ramp back as well', () => {
    const rest = Array.from({ length: 40 }, (_, at) => Math.max(100, 460 - at * 10))

    expect(leadSteps(rest, { from: 500, to: 100 })).toBe(4)
  })
})
