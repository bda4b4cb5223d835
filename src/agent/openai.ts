import OpenAI from 'openai'
import { failureOfAbort, failureOfBody, failureOfHttp, failureReply } from './failures.ts'
import type { Message, Model, ModelReply, ModelRequest, ToolCall } from './model.ts'

export interface OpenAiOptions {
  readonly name: string
  readonly modelId: string
  readonly apiKey: string
  readonly baseUrl: string | null
  /** `responses` for OpenAI itself; `chat` for any server that speaks Chat Completions. */
  readonly api: 'responses' | 'chat'
  readonly effort: 'low' | 'medium' | 'high' | null
}

type ResponseItem = OpenAI.Responses.ResponseInputItem
type ChatMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam

/** Responses or Chat Completions. One call, no retries inside the SDK (it would retry an empty account); the loop decides about those. */
export function openOpenAiModel(options: OpenAiOptions): Model {
  const client = new OpenAI({ apiKey: options.apiKey, baseURL: options.baseUrl, maxRetries: 0 })
  const ask = options.api === 'responses' ? askResponses : askChat
  return {
    name: options.name,
    async respond(request, { signal }) {
      try {
        return await ask({ client, options, request, signal })
      } catch (cause) {
        return failureOf(cause, signal)
      }
    },
  }
}

interface Ask {
  readonly client: OpenAI
  readonly options: OpenAiOptions
  readonly request: ModelRequest
  readonly signal: AbortSignal
}

async function askResponses({ client, options, request, signal }: Ask): Promise<ModelReply> {
  const created = await client.responses.create(
    {
      model: options.modelId,
      instructions: request.system,
      input: request.messages.flatMap(responseItems),
      tools: request.tools.map(({ name, description, parameters }) => ({
        type: 'function' as const,
        name,
        description,
        parameters: { ...parameters },
        strict: true,
      })),
      parallel_tool_calls: false,
      max_output_tokens: request.maxOutputTokens,
      // Nothing is kept at the provider; reasoning travels encrypted in the conversation instead.
      store: false,
      include: ['reasoning.encrypted_content'],
      ...(options.effort === null ? {} : { reasoning: { effort: options.effort } }),
    },
    { signal },
  )
  return responsesReply(created)
}

function responseItems(message: Message): ResponseItem[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: message.text }]
    case 'assistant':
      return message.native as ResponseItem[]
    case 'tools':
      return message.results.map(({ callId, text }) => ({ type: 'function_call_output' as const, call_id: callId, output: text }))
  }
}

function responsesReply(created: OpenAI.Responses.Response): ModelReply {
  if (!Array.isArray(created.output)) return failureReply('bad_reply')
  const toolCalls = created.output.flatMap((item): ToolCall[] =>
    item.type === 'function_call' ? [{ id: item.call_id, name: item.name, argumentsJson: item.arguments }] : [],
  )
  const parts = created.output.flatMap((item) => (item.type === 'message' ? item.content : []))
  const cached = created.usage?.input_tokens_details?.cached_tokens ?? 0
  return {
    kind: 'response',
    text: parts.flatMap((part) => (part.type === 'output_text' ? [part.text] : [])).join('\n'),
    toolCalls,
    finishReason: parts.some((part) => part.type === 'refusal')
      ? 'refused'
      : created.status === 'incomplete'
        ? 'length'
        : toolCalls.length > 0
          ? 'tool_calls'
          : 'stop',
    usage: {
      uncachedTokens: (created.usage?.input_tokens ?? 0) - cached,
      cacheReadTokens: cached,
      cacheWriteTokens: 0,
      outputTokens: created.usage?.output_tokens ?? 0,
    },
    native: created.output,
  }
}

async function askChat({ client, options, request, signal }: Ask): Promise<ModelReply> {
  const created = await client.chat.completions.create(
    {
      model: options.modelId,
      messages: [{ role: 'system', content: request.system }, ...request.messages.flatMap(chatMessages)],
      tools: request.tools.map(({ name, description, parameters }) => ({
        type: 'function' as const,
        function: { name, description, parameters: { ...parameters } },
      })),
      // The older name: servers that are merely compatible know only this one.
      max_tokens: request.maxOutputTokens,
    },
    { signal },
  )
  return chatReply(created)
}

function chatMessages(message: Message): ChatMessage[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: message.text }]
    case 'assistant':
      return [message.native as ChatMessage]
    case 'tools':
      return message.results.map(({ callId, text }) => ({ role: 'tool' as const, tool_call_id: callId, content: text }))
  }
}

function chatReply(created: OpenAI.Chat.Completions.ChatCompletion): ModelReply {
  const choice = created.choices?.[0]
  if (!choice?.message) return failureReply('bad_reply')
  const { message } = choice
  const toolCalls = (message.tool_calls ?? []).flatMap((call): ToolCall[] =>
    call.type === 'function' ? [{ id: call.id, name: call.function.name, argumentsJson: call.function.arguments }] : [],
  )
  const cached = created.usage?.prompt_tokens_details?.cached_tokens ?? 0
  return {
    kind: 'response',
    text: message.content ?? '',
    toolCalls,
    finishReason: message.refusal || choice.finish_reason === 'content_filter' ? 'refused' : chatFinish(choice.finish_reason, toolCalls),
    usage: {
      uncachedTokens: (created.usage?.prompt_tokens ?? 0) - cached,
      cacheReadTokens: cached,
      cacheWriteTokens: 0,
      outputTokens: created.usage?.completion_tokens ?? 0,
    },
    native: { role: 'assistant', content: message.content ?? '', ...(toolCalls.length > 0 ? { tool_calls: message.tool_calls } : {}) },
  }
}

function chatFinish(reason: string, toolCalls: readonly ToolCall[]) {
  if (reason === 'length') return 'length' as const
  return toolCalls.length > 0 ? ('tool_calls' as const) : ('stop' as const)
}

function failureOf(cause: unknown, signal: AbortSignal): ModelReply {
  if (signal.aborted) return failureOfAbort(signal)
  if (cause instanceof OpenAI.APIConnectionTimeoutError) return failureReply('timed_out')
  if (cause instanceof OpenAI.APIConnectionError) return failureReply('unreachable')
  if (cause instanceof OpenAI.APIError && typeof cause.status === 'number')
    return failureOfHttp({
      status: cause.status,
      type: cause.code ?? cause.type ?? null,
      retryAfter: cause.headers?.get('retry-after') ?? null,
      requestId: cause.requestID ?? null,
    })
  return failureOfBody(cause)
}
