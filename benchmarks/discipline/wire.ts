import type { ScriptedReply, SeenMessage, SeenRequest } from './script.ts'

type Json = Record<string, unknown>
type Turn = Extract<ScriptedReply, { kind: 'turn' | 'truncated' | 'refusal' | 'empty' }>
interface Usage {
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
}

/** One wire protocol: what a request says, and how a reply and an error are written in it. Shapes as the published SDK types have them. */
interface Protocol {
  readonly read: (body: Json) => Pick<SeenRequest, 'system' | 'messages' | 'toolNames'>
  readonly reply: (turn: Turn, context: { readonly id: string; readonly model: unknown; readonly usage: Usage }) => Json
  readonly error: (type: string) => Json
}

const text = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map((part: Json) => (typeof part['text'] === 'string' ? part['text'] : '')).join('')
      : ''
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : [])
const callsOf = (turn: Turn) => (turn.kind === 'turn' ? (turn.calls ?? []) : [])
const textOf = (turn: Turn) => (turn.kind === 'empty' ? '' : (turn.text ?? ''))
const written = (value: object | string) => (typeof value === 'string' ? value : JSON.stringify(value))

function parsed(value: object | string): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return {}
  }
}

const messages: Protocol = {
  read: (body) => ({
    system: text(body['system']),
    toolNames: list(body['tools']).map((tool) => String(tool['name'])),
    messages: list(body['messages']).map((message): SeenMessage => {
      const content = list(message['content'])
      const results = content.filter((block) => block['type'] === 'tool_result')
      if (results.length > 0)
        return { role: 'tools', results: results.map((block) => ({ callId: String(block['tool_use_id']), text: text(block['content']) })) }
      if (message['role'] === 'user')
        return { role: 'user', text: typeof message['content'] === 'string' ? message['content'] : text(content) }
      const calls = content.filter((block) => block['type'] === 'tool_use')
      return {
        role: 'assistant',
        text: text(content),
        calls: calls.map((block) => ({ name: String(block['name']), argumentsJson: JSON.stringify(block['input']) })),
      }
    }),
  }),
  reply: (turn, { id, model, usage }) => ({
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [
      ...(textOf(turn) ? [{ type: 'text', text: textOf(turn) }] : []),
      ...callsOf(turn).map((call, index) => ({
        type: 'tool_use',
        id: `toolu_${id}_${index}`,
        name: call.name,
        input: parsed(call.arguments),
      })),
    ],
    stop_reason:
      turn.kind === 'truncated' ? 'max_tokens' : turn.kind === 'refusal' ? 'refusal' : callsOf(turn).length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: usage.inputTokens - usage.cachedTokens,
      cache_read_input_tokens: usage.cachedTokens,
      cache_creation_input_tokens: 0,
      output_tokens: usage.outputTokens,
    },
  }),
  error: (type) => ({ type: 'error', error: { type, message: type }, request_id: 'req_scripted' }),
}

const responses: Protocol = {
  read: (body) => ({
    system: text(body['instructions']),
    toolNames: list(body['tools']).map((tool) => String(tool['name'])),
    messages: list(body['input']).map((item): SeenMessage => {
      if (item['type'] === 'function_call_output')
        return { role: 'tools', results: [{ callId: String(item['call_id']), text: text(item['output']) }] }
      if (item['type'] === 'function_call')
        return { role: 'assistant', text: '', calls: [{ name: String(item['name']), argumentsJson: String(item['arguments']) }] }
      return item['role'] === 'user'
        ? { role: 'user', text: text(item['content']) }
        : { role: 'assistant', text: text(item['content']), calls: [] }
    }),
  }),
  reply: (turn, { id, model, usage }) => ({
    id: `resp_${id}`,
    object: 'response',
    created_at: 0,
    model,
    status: turn.kind === 'truncated' ? 'incomplete' : 'completed',
    incomplete_details: turn.kind === 'truncated' ? { reason: 'max_output_tokens' } : null,
    error: null,
    output: [
      ...(textOf(turn)
        ? [
            {
              type: 'message',
              id: `msg_${id}`,
              role: 'assistant',
              status: 'completed',
              content: [
                turn.kind === 'refusal'
                  ? { type: 'refusal', refusal: textOf(turn) }
                  : { type: 'output_text', text: textOf(turn), annotations: [] },
              ],
            },
          ]
        : []),
      ...callsOf(turn).map((call, index) => ({
        type: 'function_call',
        id: `fc_${id}_${index}`,
        call_id: `call_${id}_${index}`,
        name: call.name,
        arguments: written(call.arguments),
        status: 'completed',
      })),
    ],
    usage: {
      input_tokens: usage.inputTokens,
      input_tokens_details: { cached_tokens: usage.cachedTokens },
      output_tokens: usage.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
  }),
  error: (type) => ({ error: { message: type, type, code: type, param: null } }),
}

const chat: Protocol = {
  read: (body) => {
    const all = list(body['messages'])
    return {
      system: text(all.find((message) => message['role'] === 'system')?.['content']),
      toolNames: list(body['tools']).map((tool) => String((tool['function'] as Json)['name'])),
      messages: all
        .filter((message) => message['role'] !== 'system')
        .map((message): SeenMessage => {
          if (message['role'] === 'tool')
            return { role: 'tools', results: [{ callId: String(message['tool_call_id']), text: text(message['content']) }] }
          if (message['role'] === 'user') return { role: 'user', text: text(message['content']) }
          const calls = list(message['tool_calls']).map((call) => call['function'] as Json)
          return {
            role: 'assistant',
            text: text(message['content']),
            calls: calls.map((call) => ({ name: String(call['name']), argumentsJson: String(call['arguments']) })),
          }
        }),
    }
  },
  reply: (turn, { id, model, usage }) => ({
    id: `chatcmpl_${id}`,
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        finish_reason: turn.kind === 'truncated' ? 'length' : callsOf(turn).length > 0 ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: turn.kind === 'refusal' ? null : textOf(turn),
          refusal: turn.kind === 'refusal' ? textOf(turn) : null,
          ...(callsOf(turn).length > 0
            ? {
                tool_calls: callsOf(turn).map((call, index) => ({
                  id: `call_${id}_${index}`,
                  type: 'function',
                  function: { name: call.name, arguments: written(call.arguments) },
                })),
              }
            : {}),
        },
      },
    ],
    usage: {
      prompt_tokens: usage.inputTokens,
      prompt_tokens_details: { cached_tokens: usage.cachedTokens },
      completion_tokens: usage.outputTokens,
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
  }),
  error: (type) => ({ error: { message: type, type, code: type, param: null } }),
}

export const PROTOCOLS: Readonly<Record<string, { readonly api: SeenRequest['api']; readonly protocol: Protocol }>> = {
  '/v1/messages': { api: 'messages', protocol: messages },
  '/v1/responses': { api: 'responses', protocol: responses },
  '/v1/chat/completions': { api: 'chat', protocol: chat },
}

/** The prompt as one text in the order in which providers cache it: tools, then system, then the conversation. */
export function promptText(body: Json): string {
  const { tools, system, instructions, messages: conversation, input } = body
  return [tools, system ?? instructions, conversation ?? input].map((part) => JSON.stringify(part ?? '', withoutCacheMarks)).join('')
}

// A cache mark moves to the newest block with every request; it is not part of what is cached.
function withoutCacheMarks(key: string, value: unknown): unknown {
  return key === 'cache_control' ? undefined : value
}
