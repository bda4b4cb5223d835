import type { ModelUsage } from './model.ts'

const TOKENS_PER_PRICE = 1_000_000

/** Dollars per million tokens, as configured, with the day the price was read. */
export interface Price {
  readonly asOf: string
  readonly inputPerMTok: number
  readonly cachedPerMTok: number
  readonly outputPerMTok: number
}

/** Dollars that may be shown: `null` when the tokens are a guess of ours, which no bill goes by, and as `costOf`. */
export function statedCostOf(usage: ModelUsage, price: Price | null): number | null {
  return usage.isEstimated ? null : costOf(usage, price)
}

/** Dollars for the usage; `null` when the price is unknown, which is never the same as free. Writing to a cache counts as plain input. */
export function costOf(usage: ModelUsage, price: Price | null): number | null {
  if (price === null) return null
  const input = (usage.uncachedTokens + usage.cacheWriteTokens) * price.inputPerMTok
  const cached = usage.cacheReadTokens * price.cachedPerMTok
  const output = usage.outputTokens * price.outputPerMTok
  return (input + cached + output) / TOKENS_PER_PRICE
}
