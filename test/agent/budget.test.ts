import { describe, expect, it } from 'vitest'
import { exhausted } from '../../src/agent/budget.ts'
import { costOf } from '../../src/agent/pricing.ts'

const LIMITS = { turns: 12, inputTokens: 1000, costUsd: 1, wallSeconds: 60 }
const PRICE = { asOf: '2026-11-01', inputPerMTok: 3, cachedPerMTok: 0.3, outputPerMTok: 15 }
const USAGE = { uncachedTokens: 100_000, cacheReadTokens: 200_000, cacheWriteTokens: 0, outputTokens: 10_000 }

describe('agent/budget', () => {
  it('prices cached input, plain input and output apart', () => {
    expect(costOf(USAGE, PRICE)).toBeCloseTo(0.3 + 0.06 + 0.15)
  })

  it('does not take an unknown price for free', () => {
    expect(costOf(USAGE, null)).toBeNull()
    expect(exhausted({ ...LIMITS, inputTokens: 1_000_000, costUsd: 0 }, { turns: 0, usage: USAGE, wallSeconds: 0 }, null)).toBeNull()
  })

  it('names the limit that is used up', () => {
    const usage = { uncachedTokens: 900, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 }

    expect(exhausted(LIMITS, { turns: 12, usage, wallSeconds: 0 }, PRICE)).toBe('turn_limit')
    expect(exhausted(LIMITS, { turns: 1, usage: { ...usage, cacheReadTokens: 100 }, wallSeconds: 0 }, PRICE)).toBe('token_limit')
    expect(exhausted({ ...LIMITS, costUsd: 0.002 }, { turns: 1, usage, wallSeconds: 0 }, PRICE)).toBe('cost_limit')
    expect(exhausted(LIMITS, { turns: 1, usage, wallSeconds: 60 }, PRICE)).toBe('time_limit')
    expect(exhausted(LIMITS, { turns: 1, usage, wallSeconds: 59 }, PRICE)).toBeNull()
  })
})
