// The one port to a language model. Two adapters speak to providers; the loop, the budget and the record know only this page.

/** Tokens of one response, normalised: providers disagree on whether cached input is inside their input count. */
export interface ModelUsage {
  readonly uncachedTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  /** Includes reasoning tokens. */
  readonly outputTokens: number
  /** True when a server did not say, or not credibly, and characters were counted instead. */
  readonly isEstimated?: boolean
}

export interface ToolCall {
  readonly id: string
  readonly name: string
  /** JSON text exactly as the model wrote it; it may be malformed and is parsed by the tool boundary only. */
  readonly argumentsJson: string
}

interface ToolResult {
  readonly callId: string
  readonly name: string
  readonly text: string
  readonly isError: boolean
}

/** One entry of the conversation, append-only: an earlier entry never changes, so a provider's prefix cache keeps working. */
export type Message =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant'
      readonly text: string
      readonly toolCalls: readonly ToolCall[]
      /** The provider's own form of this message (reasoning items included), sent back verbatim to the same provider. */
      readonly native: unknown
    }
  | { readonly role: 'tools'; readonly results: readonly ToolResult[] }

export interface ToolSpec {
  readonly name: string
  readonly description: string
  /** JSON Schema of the arguments: an object, every property required, nothing additional. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface ModelRequest {
  readonly system: string
  readonly messages: readonly Message[]
  readonly tools: readonly ToolSpec[]
  readonly maxOutputTokens: number
}

/** Why no response came, grouped by what a person can do about it. */
export type ModelFailure =
  | 'wrong_key'
  | 'no_credit'
  | 'unknown_model'
  | 'request_refused'
  | 'rate_limited'
  | 'overloaded'
  | 'timed_out'
  | 'unreachable'
  | 'bad_reply'
  | 'aborted'

export type ModelReply =
  | {
      readonly kind: 'response'
      readonly text: string
      readonly toolCalls: readonly ToolCall[]
      /** `stop` ended by itself, `tool_calls` wants results, `length` was cut, `refused` declined. */
      readonly finishReason: 'stop' | 'tool_calls' | 'length' | 'refused'
      readonly usage: ModelUsage
      readonly native: unknown
    }
  | {
      readonly kind: 'failure'
      readonly failure: ModelFailure
      readonly why: string
      readonly retryAfterMs: number | null
      readonly detail: FailureDetail
    }

/** What the log says of a failure. Codes and numbers only: a provider's message may repeat the key or the prompt. */
export interface FailureDetail {
  readonly status: number | null
  /** The provider's machine-readable type or code, or the name of what went wrong on the way. */
  readonly type: string | null
  readonly requestId: string | null
}

export interface Model {
  /** The name from the configuration, as shown to people. */
  readonly name: string
  /** Asks once. Never throws and never retries: every outcome is a value; `signal` ends it with `aborted` or `timed_out`. */
  respond(request: ModelRequest, options: { readonly signal: AbortSignal }): Promise<ModelReply>
}

export const NO_USAGE: ModelUsage = { uncachedTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 }

export function addUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    uncachedTokens: a.uncachedTokens + b.uncachedTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ...(a.isEstimated || b.isEstimated ? { isEstimated: true } : {}),
  }
}

/** Characters that a response holds, its calls included. */
export function charactersOf({ text, toolCalls }: { readonly text: string; readonly toolCalls: readonly ToolCall[] }): number {
  return toolCalls.reduce((sum, { name, argumentsJson }) => sum + name.length + argumentsJson.length, text.length)
}

/** Everything the model read, cached or not. */
export function inputTokensOf(usage: ModelUsage): number {
  return usage.uncachedTokens + usage.cacheReadTokens + usage.cacheWriteTokens
}
