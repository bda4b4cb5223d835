import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openAnthropicModel } from '../../src/agent/anthropic.ts'
import { MAX_REPLY_BYTES } from '../../src/agent/bounded-fetch.ts'
import type { Model, ModelReply, ModelRequest } from '../../src/agent/model.ts'
import { openOpenAiModel } from '../../src/agent/openai.ts'
import type { ScriptedReply } from '../../benchmarks/discipline/script.ts'
import { startModelServer, type ModelServer } from '../../benchmarks/discipline/server.ts'

const REQUEST: ModelRequest = {
  system: 'You read incidents.',
  messages: [{ role: 'user', text: 'what broke?' }],
  tools: [
    {
      name: 'read_alerts',
      description: 'Alerts.',
      parameters: { type: 'object', properties: { page: { type: 'integer' } }, required: ['page'], additionalProperties: false },
    },
  ],
  maxOutputTokens: 1000,
}

let server: ModelServer
let models: Readonly<Record<string, Model>>

beforeAll(async () => {
  server = await startModelServer(() => ({ kind: 'empty' }))
  const shared = { name: 'scripted', modelId: 'scripted-1', apiKey: 'not-a-real-key', effort: null }
  models = {
    messages: openAnthropicModel({ ...shared, baseUrl: server.url }),
    responses: openOpenAiModel({ ...shared, baseUrl: server.openAiUrl, api: 'responses' }),
    chat: openOpenAiModel({ ...shared, baseUrl: server.openAiUrl, api: 'chat' }),
  }
})
afterAll(() => server.close())
beforeEach(() => server.play(() => ({ kind: 'turn', text: 'nothing scripted' })))

async function respond(
  api: string,
  reply: ScriptedReply,
  options: { signal?: AbortSignal; request?: ModelRequest } = {},
): Promise<ModelReply> {
  server.play(() => reply)
  const model = models[api]
  if (!model) throw new Error(`no model for ${api}`)
  return model.respond(options.request ?? REQUEST, { signal: options.signal ?? new AbortController().signal })
}

describe.each(['messages', 'responses', 'chat'])('agent adapters over %s', (api) => {
  it('sends system, conversation and tools, and returns text and usage', async () => {
    const reply = await respond(api, { kind: 'turn', text: 'thinking aloud' })

    expect(reply).toMatchObject({ kind: 'response', text: 'thinking aloud', toolCalls: [], finishReason: 'stop' })
    expect(server.seen.at(-1)).toMatchObject({
      system: 'You read incidents.',
      toolNames: ['read_alerts'],
      messages: [{ role: 'user', text: 'what broke?' }],
    })
  })

  it('counts cached input apart, whichever way the provider counts', async () => {
    await respond(api, { kind: 'turn', text: 'one' })

    const again = await respond(api, { kind: 'turn', text: 'two' })

    const seen = server.seen.at(-1)
    expect(again).toMatchObject({
      usage: { cacheReadTokens: seen?.cachedTokens, uncachedTokens: (seen?.inputTokens ?? 0) - (seen?.cachedTokens ?? 0) },
    })
    expect(seen?.cachedTokens).toBeGreaterThan(0)
  })

  it('carries a tool call out and its result back to the same call', async () => {
    const first = await respond(api, { kind: 'turn', text: 'looking', calls: [{ name: 'read_alerts', arguments: { page: 1 } }] })
    if (first.kind !== 'response') throw new Error('no response')
    const call = first.toolCalls[0]
    if (!call) throw new Error('no call')

    await respond(
      api,
      { kind: 'turn', text: 'done' },
      {
        request: {
          ...REQUEST,
          messages: [
            ...REQUEST.messages,
            { role: 'assistant', text: first.text, toolCalls: first.toolCalls, native: first.native },
            { role: 'tools', results: [{ callId: call.id, name: call.name, text: 'one alert', isError: false }] },
          ],
        },
      },
    )

    expect(first).toMatchObject({ finishReason: 'tool_calls', toolCalls: [{ name: 'read_alerts', argumentsJson: '{"page":1}' }] })
    expect(server.seen.at(-1)?.messages.at(-1)).toEqual({ role: 'tools', results: [{ callId: call.id, text: 'one alert' }] })
  })

  it('tells a cut answer and a refusal from an answer', async () => {
    expect(await respond(api, { kind: 'truncated', text: 'half a th' })).toMatchObject({ finishReason: 'length' })
    expect(await respond(api, { kind: 'refusal', text: 'no' })).toMatchObject({ finishReason: 'refused' })
  })

  it.each([
    [{ status: 401, type: 'authentication_error' }, 'wrong_key'],
    [{ status: 403, type: 'permission_error' }, 'wrong_key'],
    [{ status: 404, type: 'not_found_error' }, 'unknown_model'],
    [{ status: 429, type: 'insufficient_quota' }, 'no_credit'],
    [{ status: 402, type: 'billing_error' }, 'no_credit'],
    [{ status: 400, type: 'invalid_request_error' }, 'request_refused'],
    [{ status: 529, type: 'overloaded_error' }, 'overloaded'],
    [{ status: 500, type: 'api_error' }, 'overloaded'],
  ])('names the failure of %o', async (error, failure) => {
    const before = server.seen.length

    const reply = await respond(api, { kind: 'error', ...error })

    expect(reply).toMatchObject({ kind: 'failure', failure })
    expect(server.seen.length - before).toBe(1)
  })

  it('passes on how long a rate limit lasts, without waiting itself', async () => {
    const reply = await respond(api, { kind: 'error', status: 429, type: 'rate_limit_error', retryAfterSeconds: 300 })

    expect(reply).toMatchObject({ failure: 'rate_limited', retryAfterMs: 300_000 })
  })

  it.each([
    [{ kind: 'cut' }, 'unreachable'],
    [{ kind: 'reset' }, 'unreachable'],
    [{ kind: 'garbage' }, 'bad_reply'],
    [{ kind: 'garbage', status: 502 }, 'overloaded'],
  ] as const)('names what comes over a broken wire: %o', async (reply, failure) => {
    expect(await respond(api, reply)).toMatchObject({ kind: 'failure', failure })
  })

  it('tells the log status, type and request, and nothing that a provider worded', async () => {
    const reply = await respond(api, { kind: 'error', status: 401, type: 'authentication_error' })

    expect(reply).toMatchObject({ detail: { status: 401, type: 'authentication_error', requestId: 'req_scripted' } })
    expect(JSON.stringify(reply)).not.toContain('not-a-real-key')
  })

  it('hands on arguments that are no JSON as they came, for the tool to refuse', async () => {
    const reply = await respond(api, { kind: 'turn', calls: [{ name: 'read_alerts', arguments: '{"page": 1' }] })

    // The Messages protocol carries arguments as an object and cannot be malformed.
    expect(reply).toMatchObject({ toolCalls: [{ argumentsJson: api === 'messages' ? '{}' : '{"page": 1' }] })
  })

  it('tells a person’s stop from a timeout', async () => {
    const stop = new AbortController()
    const stopped = respond(api, { kind: 'hang' }, { signal: stop.signal })
    stop.abort()

    expect(await stopped).toMatchObject({ failure: 'aborted' })
    expect(await respond(api, { kind: 'hang' }, { signal: AbortSignal.timeout(30) })).toMatchObject({ failure: 'timed_out' })
  })

  const BAD_COUNTS: readonly unknown[] = ['12', -1, null, 1e300, 1.5, {}, [], true]

  it.each([...BAD_COUNTS.map((count) => usageWith(count)), 'much', 7, null, undefined, []])(
    'uses the answer whatever stands for its usage (%#), and counts characters instead',
    async (usage) => {
      const reply = await respond(api, { kind: 'raw', body: JSON.stringify(replyWith(api, { usage })) })

      expect(reply).toMatchObject({ kind: 'response', text: 'here', usage: { isEstimated: true, cacheReadTokens: 0, outputTokens: 1 } })
      expect(reply.kind === 'response' && reply.usage.uncachedTokens).toBeGreaterThan(20)
    },
  )

  it.each(['null', '5', '"text"', '[]', '{}', JSON.stringify({ choices: [], output: null, content: null })])(
    'says that the reply %s cannot be read',
    async (body) => {
      expect(await respond(api, { kind: 'raw', body })).toMatchObject({ kind: 'failure', failure: 'bad_reply' })
    },
  )

  it('says that a call without a name or an id cannot be read', async () => {
    const body = JSON.stringify(replyWith(api, { isNameless: true }))

    expect(await respond(api, { kind: 'raw', body })).toMatchObject({ failure: 'bad_reply', detail: { type: 'reply_shape' } })
  })

  it('gives up a reply of megabytes before it is whole', async () => {
    const reply = await respond(api, { kind: 'raw', body: `{"a":"${'x'.repeat(MAX_REPLY_BYTES)}"}` })

    expect(reply).toMatchObject({ failure: 'bad_reply', detail: { type: 'reply_too_large' } })
  })
})

/** The counts of every protocol at once, all of them the same. */
function usageWith(count: unknown): Readonly<Record<string, unknown>> {
  return { input_tokens: count, prompt_tokens: count, output_tokens: 1, completion_tokens: 1 }
}

/** A reply of one text in the words of a protocol, or of one call that has no name. */
function replyWith(api: string, { usage, isNameless }: { readonly usage?: unknown; readonly isNameless?: boolean }): object {
  const call = isNameless ? [{ type: 'function_call', call_id: 'c', arguments: '{}' }] : []
  const use = isNameless ? [{ type: 'tool_use', id: 'c', input: {} }] : []
  const calls = isNameless ? { tool_calls: [{ id: 'c', type: 'function', function: { arguments: '{}' } }] } : {}
  const replies: Readonly<Record<string, object>> = {
    messages: { content: [{ type: 'text', text: 'here' }, ...use], stop_reason: 'end_turn' },
    responses: { status: 'completed', output: [{ type: 'message', content: [{ type: 'output_text', text: 'here' }] }, ...call] },
    chat: { choices: [{ finish_reason: 'stop', message: { content: 'here', ...calls } }] },
  }
  return { ...replies[api], usage }
}
