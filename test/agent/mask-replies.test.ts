import { describe, expect, it } from 'vitest'
import { maskReplies } from '../../src/agent/mask-replies.ts'
import { NO_USAGE, type Model, type ModelReply } from '../../src/agent/model.ts'
import { defaultRedactor } from '../../src/redaction/redactor.ts'

async function said(reply: Partial<Extract<ModelReply, { kind: 'response' }>>): Promise<Extract<ModelReply, { kind: 'response' }>> {
  const whole: ModelReply = { kind: 'response', text: '', toolCalls: [], finishReason: 'stop', usage: NO_USAGE, native: null, ...reply }
  const model: Model = { name: 'scripted', respond: async () => whole }
  const request = { system: '', messages: [], tools: [], maxOutputTokens: 1 }
  const masked = await maskReplies(model, defaultRedactor).respond(request, { signal: new AbortController().signal })
  if (masked.kind !== 'response') throw new Error('no response')
  return masked
}

describe('agent/mask-replies', () => {
  it('masks text, arguments and the provider’s own form of both', async () => {
    const input = { text: 'the password is hunter22!' }
    const native = [
      { type: 'text', text: 'PGPASSWORD=hunter22' },
      { type: 'tool_use', id: 'toolu_1', input },
      { type: 'thinking', signature: 'aB3dE5fG7hJ9kL1mN3pQ5rS7' },
    ]

    const reply = await said({
      text: 'PGPASSWORD=hunter22',
      toolCalls: [{ id: 'c1', name: 'write_note', argumentsJson: JSON.stringify(input) }],
      native,
    })

    expect(JSON.stringify(reply)).not.toContain('hunter22')
    expect(reply).toMatchObject({ text: 'PGPASSWORD=[masked]', toolCalls: [{ id: 'c1' }], native: [{}, { id: 'toolu_1' }, native[2]] })
  })

  it('keeps arguments without a secret byte for byte, and masks in arguments that are no JSON', async () => {
    const kept = '{ "quote" : "secret \\"frontend-keys\\" not found" }'

    const { toolCalls } = await said({
      toolCalls: [
        { id: 'c1', name: 'a', argumentsJson: kept },
        { id: 'c2', name: 'b', argumentsJson: '{"password":"hunter22"' },
      ],
    })

    expect(toolCalls.map(({ argumentsJson }) => argumentsJson)).toEqual([kept, '{"password":"[masked]"'])
  })
})
