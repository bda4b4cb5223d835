import type { ModelRequest, ModelUsage } from './model.ts'

/** Highest count of tokens that is believed of one response: a hundred times the largest context in use. */
const MAX_TOKENS = 100_000_000
/** What a token is counted as where a server does not say, in characters; the rule of thumb of the providers' own guides. */
const CHARACTERS_PER_TOKEN = 4

/** The three counts as a provider wrote them; `undefined` and `null` where it said nothing. */
export interface ReportedCounts {
  /** Everything read, cached or not. */
  readonly input: unknown
  readonly cached: unknown
  readonly cacheWrite: unknown
  readonly output: unknown
}

/**
 * The usage of one response. A server that reports none, or none that can be true (text, negative, not a whole number, more cached than
 * read), costs its counts and not the answer: they are estimated from the characters, and marked so. Never throws.
 */
export function readUsage(
  reported: ReportedCounts,
  exchange: { readonly request: ModelRequest; readonly replyCharacters: number },
): ModelUsage {
  const input = tokens(reported.input)
  const output = tokens(reported.output)
  const cached = tokens(reported.cached ?? 0)
  const cacheWrite = tokens(reported.cacheWrite ?? 0)
  if (input === null || output === null || cached === null || cacheWrite === null || cached + cacheWrite > input) return estimate(exchange)
  return { uncachedTokens: input - cached - cacheWrite, cacheReadTokens: cached, cacheWriteTokens: cacheWrite, outputTokens: output }
}

function tokens(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_TOKENS ? value : null
}

function estimate({ request, replyCharacters }: { readonly request: ModelRequest; readonly replyCharacters: number }): ModelUsage {
  const { system, messages, tools } = request
  const characters = JSON.stringify([system, messages, tools]).length
  return {
    uncachedTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: Math.ceil(replyCharacters / CHARACTERS_PER_TOKEN),
    isEstimated: true,
  }
}
