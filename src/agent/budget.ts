import { inputTokensOf, type ModelUsage } from './model.ts'
import { costOf, type Price } from './pricing.ts'

/** What one run may use. A limit on cost needs a price; without one the other three still hold. */
export interface BudgetLimits {
  readonly turns: number
  readonly inputTokens: number
  readonly costUsd: number
  readonly wallSeconds: number
}

export interface Spent {
  readonly turns: number
  readonly usage: ModelUsage
  readonly wallSeconds: number
}

export type BudgetEnding = 'turn_limit' | 'token_limit' | 'cost_limit' | 'time_limit'

/** Names the first limit that is used up, or `null`. Checked before each turn, so a run overshoots by one response at most. */
export function exhausted(limits: BudgetLimits, spent: Spent, price: Price | null): BudgetEnding | null {
  const costUsd = costOf(spent.usage, price)
  if (spent.turns >= limits.turns) return 'turn_limit'
  if (inputTokensOf(spent.usage) >= limits.inputTokens) return 'token_limit'
  if (costUsd !== null && costUsd >= limits.costUsd) return 'cost_limit'
  if (spent.wallSeconds >= limits.wallSeconds) return 'time_limit'
  return null
}
