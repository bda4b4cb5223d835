import type { Prediction } from './run-set.ts'

/** What a set cost through a model, in one line: cases, tokens, dollars at the configured price. An unknown price is said, never counted as nothing. */
export function spendLine(predictions: readonly Prediction[]): string {
  const stats = predictions.flatMap(({ diagnosis }) => diagnosis?.stats ?? [])
  const sum = (take: (one: (typeof stats)[number]) => number) => stats.reduce((total, one) => total + take(one), 0)
  const costs = stats.map(({ costUsd }) => costUsd)
  const known = costs.filter((cost) => cost !== null)
  const cost = known.length < costs.length || known.length === 0 ? 'cost unknown' : `${known.reduce((a, b) => a + b, 0).toFixed(4)} USD`
  const endings = [...Map.groupBy(stats, ({ modelEnding }) => modelEnding ?? 'not asked')].map(([ending, own]) => `${own.length} ${ending}`)
  const tokens = `${sum(({ inputTokens }) => inputTokens)} input tokens (${sum(({ cachedTokens }) => cachedTokens)} from the cache), ${sum(({ outputTokens }) => outputTokens)} output tokens`
  return `${stats.length} cases: ${tokens}, ${cost}; ${endings.join(', ')}`
}
