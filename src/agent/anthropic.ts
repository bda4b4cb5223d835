import Anthropic from '@anthropic-ai/sdk'
import { boundedFetch } from './bounded-fetch.ts'
import { failureOfAbort, failureOfBody, failureOfHttp, failureReply } from './failures.ts'
import { charactersOf, type Message, type Model, type ModelReply, type ModelRequest, type ToolCall } from './model.ts'
import { countsIn, messagesReply } from './reply-schema.ts'
import { readUsage, type ReportedCounts } from './reported-usage.ts'

export interface AnthropicOptions {
  readonly name: string
  readonly modelId: string
  readonly apiKey: string
  readonly baseUrl: string | null
  readonly effort: 'low' | 'medium' | 'high' | null
}

type Block = Anthropic.Messages.ContentBlockParam
type Created = Anthropic.Messages.Message

/** Messages API. One call, no retries inside the SDK (it obeys any Retry-After without a cap); the loop decides about those. */
export function openAnthropicModel(options: AnthropicOptions): Model {
  const client = new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    maxRetries: 0,
    openTelemetry: false,
    fetch: boundedFetch,
  })
  return {
    name: options.name,
    async respond(request, { signal }) {
      try {
        return replyOf(await client.messages.create(paramsOf(options, request), { signal }), request)
      } catch (cause) {
        return failureOf(cause, signal)
      }
    },
  }
}

function paramsOf(options: AnthropicOptions, request: ModelRequest): Anthropic.Messages.MessageCreateParamsNonStreaming {
  return {
    model: options.modelId,
    max_tokens: request.maxOutputTokens,
    // Two breakpoints: the fixed part (tools and system stand before it), and the end of the conversation so far.
    system: [{ type: 'text', text: request.system, cache_control: { type: 'ephemeral' } }],
    cache_control: { type: 'ephemeral' },
    tools: request.tools.map(({ name, description, parameters }) => ({
      name,
      description,
      input_schema: { type: 'object' as const, ...parameters },
    })),
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    messages: request.messages.map(messageParam),
    ...(options.effort === null ? {} : { output_config: { effort: options.effort } }),
  }
}

function messageParam(message: Message): Anthropic.Messages.MessageParam {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: [{ type: 'text', text: message.text }] }
    case 'assistant':
      return { role: 'assistant', content: message.native as Block[] }
    case 'tools':
      return {
        role: 'user',
        content: message.results.map(({ callId, text, isError }) => ({
          type: 'tool_result' as const,
          tool_use_id: callId,
          content: text,
          is_error: isError,
        })),
      }
  }
}

function replyOf(created: unknown, request: ModelRequest): ModelReply {
  const { data } = messagesReply.safeParse(created)
  if (data === undefined) return failureReply('bad_reply', { type: 'reply_shape' })
  const text = data.content.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n')
  const toolCalls = data.content.flatMap((block): ToolCall[] =>
    'id' in block ? [{ id: block.id, name: block.name, argumentsJson: JSON.stringify(block.input ?? {}) }] : [],
  )
  return {
    kind: 'response',
    text,
    toolCalls,
    finishReason: finishReasonOf(data.stop_reason),
    usage: readUsage(countsOf(data.usage), { request, replyCharacters: charactersOf({ text, toolCalls }) }),
    native: (created as Created).content,
  }
}

function finishReasonOf(reason: string | null | undefined) {
  switch (reason) {
    case 'tool_use':
      return 'tool_calls' as const
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length' as const
    case 'refusal':
      return 'refused' as const
    default:
      return 'stop' as const
  }
}

/** This provider counts cached input apart; elsewhere in the project it is part of the input. */
function countsOf(usage: unknown): ReportedCounts {
  const { input_tokens: uncached, output_tokens: output, cache_read_input_tokens, cache_creation_input_tokens } = countsIn(usage)
  const [cached, cacheWrite] = [cache_read_input_tokens ?? 0, cache_creation_input_tokens ?? 0]
  const isCounted = [uncached, cached, cacheWrite].every((count) => typeof count === 'number' && count >= 0)
  return { input: isCounted ? Number(uncached) + Number(cached) + Number(cacheWrite) : null, cached, cacheWrite, output }
}

function failureOf(cause: unknown, signal: AbortSignal): ModelReply {
  if (signal.aborted) return failureOfAbort(signal)
  if (cause instanceof Anthropic.APIConnectionTimeoutError) return failureReply('timed_out')
  if (cause instanceof Anthropic.APIConnectionError) return failureReply('unreachable')
  if (cause instanceof Anthropic.APIError && typeof cause.status === 'number')
    return failureOfHttp({
      status: cause.status,
      type: cause.type,
      retryAfter: cause.headers?.get('retry-after') ?? null,
      requestId: cause.requestID ?? null,
    })
  return failureOfBody(cause)
}
