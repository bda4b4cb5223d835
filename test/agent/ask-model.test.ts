import { describe, expect, it } from 'vitest'
import { askModel } from '../../src/agent/ask-model.ts'
import { failureReply } from '../../src/agent/failures.ts'
import { NO_USAGE, type Model, type ModelReply } from '../../src/agent/model.ts'

const REQUEST = { system: '', messages: [], tools: [], maxOutputTokens: 1 }

function response(text: string): ModelReply {
  return { kind: 'response', text, toolCalls: [], finishReason: 'stop', usage: NO_USAGE, native: null }
}

async function ask(replies: readonly ModelReply[]) {
  const waits: number[] = []
  const queue = [...replies]
  const model: Model = { name: 'scripted', respond: () => Promise.resolve(queue.shift() ?? response('one more')) }
  const signal = new AbortController().signal
  const reply = await askModel(REQUEST, { model, signal, wait: (ms) => Promise.resolve(void waits.push(ms)) })
  return { reply, waits, unasked: queue.length }
}

describe('agent/ask-model', () => {
  it('tries again after a burst, waiting longer each time', async () => {
    const { reply, waits } = await ask([failureReply('overloaded'), failureReply('unreachable'), response('here')])

    expect(reply).toMatchObject({ text: 'here' })
    expect(waits).toEqual([1000, 2000])
  })

  it('waits as long as the provider asks, but not for minutes', async () => {
    const limited = (retryAfterMs: number) => ({ ...failureReply('rate_limited'), retryAfterMs })

    expect((await ask([limited(3000), response('here')])).waits).toEqual([3000])
    expect(await ask([limited(300_000), response('never asked for')])).toMatchObject({ waits: [], unasked: 1 })
  })

  it.each(['wrong_key', 'no_credit', 'unknown_model', 'request_refused', 'timed_out', 'bad_reply', 'aborted'] as const)(
    'does not ask again after %s',
    async (failure) => {
      expect(await ask([failureReply(failure), response('never asked for')])).toMatchObject({ reply: { failure }, unasked: 1 })
    },
  )

  it('takes a response of megabytes for a broken server, in text as in arguments', async () => {
    const huge = 'x'.repeat(10_000_000)
    const call = { id: 'c1', name: 'write_note', argumentsJson: JSON.stringify({ text: huge }) }

    expect((await ask([response(huge)])).reply).toMatchObject({ failure: 'bad_reply', detail: { type: 'reply_too_large' } })
    expect((await ask([{ ...response(''), toolCalls: [call] } as ModelReply])).reply).toMatchObject({ failure: 'bad_reply' })
  })
})
