import { describe, expect, it } from 'vitest'
import { addUsage, NO_USAGE } from '../../src/agent/model.ts'
import { costOf, statedCostOf } from '../../src/agent/pricing.ts'
import { readUsage } from '../../src/agent/reported-usage.ts'

const EXCHANGE = { request: { system: 'x'.repeat(4000), messages: [], tools: [], maxOutputTokens: 1 }, replyCharacters: 41 }
const GOOD = { input: 100, cached: 40, cacheWrite: 10, output: 5 }
const PRICE = { asOf: '2026-11-01', inputPerMTok: 3, cachedPerMTok: 0.3, outputPerMTok: 15 }

describe('agent/reported-usage', () => {
  it('takes cached input out of all input', () => {
    expect(readUsage(GOOD, EXCHANGE)).toEqual({ uncachedTokens: 50, cacheReadTokens: 40, cacheWriteTokens: 10, outputTokens: 5 })
  })

  it('takes no word about a cache for no cache', () => {
    expect(readUsage({ ...GOOD, cached: undefined, cacheWrite: null }, EXCHANGE)).toMatchObject({ uncachedTokens: 100 })
  })

  it.each([
    { input: '100' },
    { input: -1 },
    { input: Number.NaN },
    { input: 1e12 },
    { input: null },
    { output: undefined },
    { cached: 'all' },
    { cached: 101 },
  ])('counts characters when a server says %j', (over) => {
    const usage = readUsage({ ...GOOD, ...over }, EXCHANGE)

    expect(usage).toMatchObject({ cacheReadTokens: 0, outputTokens: 11, isEstimated: true })
    expect(usage.uncachedTokens).toBeGreaterThan(1000)
  })

  it('shows no dollars for a guess, but still counts them against the limit', () => {
    const usage = addUsage(NO_USAGE, readUsage({ ...GOOD, input: 'much' }, EXCHANGE))

    expect(statedCostOf(usage, PRICE)).toBeNull()
    expect(costOf(usage, PRICE)).toBeGreaterThan(0)
    expect(statedCostOf(readUsage(GOOD, EXCHANGE), PRICE)).toBeGreaterThan(0)
  })
})
