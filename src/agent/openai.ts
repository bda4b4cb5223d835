import OpenAI from 'openai'
import { failureOfAbort, failureOfBody, failureOfHttp, failureReply } from './failures.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { charactersOf, type Message, type Model, type ModelReply, type ModelRequest, type ToolCall } from './model.ts'
import { chatReply, countsIn, responsesReply, textOf } from './reply-schema.ts'
import { readUsage } from './reported-usage.ts'

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
type ChatCreated = OpenAI.Chat.Completions.ChatCompletion
type ChatMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam

/** Responses or Chat Completions. One call, no retries inside the SDK (it would retry an empty account); the loop decides about those. */
export function openOpenAiModel(options: OpenAiOptions): Model {
  const client = new OpenAI({ apiKey: options.apiKey, baseURL: options.baseUrl, maxRetries: 0, fetch: boundedFetch })
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
  return replyOfResponses(created, request)
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

function replyOfResponses(created: unknown, request: ModelRequest): ModelReply {
  const { data } = responsesReply.safeParse(created)
  if (data === undefined) return failureReply('bad_reply', { type: 'reply_shape' })
  const toolCalls = data.output.flatMap((item): ToolCall[] =>
    'call_id' in item ? [{ id: item.call_id, name: item.name, argumentsJson: item.arguments }] : [],
  )
  const parts = data.output.flatMap((item) => ('content' in item ? item.content : []))
  const text = parts.flatMap((part) => (part.type === 'output_text' && part.text !== undefined ? [part.text] : [])).join('\n')
  const { input_tokens: input, output_tokens: output, input_tokens_details: details } = countsIn(data.usage)
  const { cached_tokens: cached } = countsIn(details)
  return {
    kind: 'response',
    text,
    toolCalls,
    finishReason: parts.some((part) => part.type === 'refusal')
      ? 'refused'
      : data.status === 'incomplete'
        ? 'length'
        : toolCalls.length > 0
          ? 'tool_calls'
          : 'stop',
    usage: readUsage({ input, cached, cacheWrite: 0, output }, { request, replyCharacters: charactersOf({ text, toolCalls }) }),
    native: (created as OpenAI.Responses.Response).output,
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
  return replyOfChat(created, request)
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

function replyOfChat(created: unknown, request: ModelRequest): ModelReply {
  const { data } = chatReply.safeParse(created)
  const choice = data?.choices[0]
  if (data === undefined || choice === undefined) return failureReply('bad_reply', { type: 'reply_shape' })
  const { message } = choice
  const toolCalls = (message.tool_calls ?? []).map((call) => ({
    id: call.id,
    name: call.function.name,
    argumentsJson: call.function.arguments,
  }))
  const text = textOf(message.content)
  const { prompt_tokens: input, completion_tokens: output, prompt_tokens_details: details } = countsIn(data.usage)
  const { cached_tokens: cached } = countsIn(details)
  return {
    kind: 'response',
    text,
    toolCalls,
    finishReason: message.refusal || choice.finish_reason === 'content_filter' ? 'refused' : chatFinish(choice.finish_reason, toolCalls),
    usage: readUsage({ input, cached, cacheWrite: 0, output }, { request, replyCharacters: charactersOf({ text, toolCalls }) }),
    native: {
      role: 'assistant',
      content: text,
      ...(toolCalls.length > 0 ? { tool_calls: (created as ChatCreated).choices[0]?.message.tool_calls } : {}),
    },
  }
}

function chatFinish(reason: string | null | undefined, toolCalls: readonly ToolCall[]) {
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
