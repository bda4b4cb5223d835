import { describe, expect, it } from 'vitest'
import { readableBody } from '../../handlers/readable-body.ts'

function nested(depth: number): unknown {
  return JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
}

describe('handlers/readable-body', () => {
  it.each([
    [null, 'a body that is null'],
    [5, 'a body that is a number'],
    ['text', 'a body that is a string'],
    [true, 'a body that is a boolean'],
    [[{ type: 'event_callback' }], 'a body that is a list'],
    [undefined, 'a body that is a undefined'],
    [{ type: 'event_callback', event: null }, 'an event without a body'],
    [{ type: 'event_callback', event: 'app_mention' }, 'an event without a body'],
    [{ type: 'event_callback' }, 'an event without a body'],
    [nested(101), 'a body nested more than 100 deep'],
    [nested(100_000), 'a body nested more than 100 deep'],
  ])('refuses body %#', (body, why) => {
    expect(readableBody(body)).toEqual({ ok: false, why })
  })

  it('takes out of every text and key what no database stores', () => {
    const body = { type: 'event_callback', event: { text: 'a\u0000b', user: 'U1\ud800', 'k\u0000': [1, null, 'c\u0000'] } }

    expect(readableBody(body)).toEqual({
      ok: true,
      body: { type: 'event_callback', event: { text: 'ab', user: 'U1\ufffd', k: [1, null, 'c'] } },
    })
  })

  it('leaves a usual body as it is, a form without prototype included', () => {
    const form: unknown = Object.assign(Object.create(null) as object, { command: '/x', text: 'why?' })

    expect(readableBody(form)).toEqual({ ok: true, body: { command: '/x', text: 'why?' } })
    expect(readableBody(nested(99)).ok).toBe(true)
  })
})
