import { describe, expect, it } from 'vitest'
import { identify, storableId } from '../../handlers/delivery-id.ts'

const click = (action_ts: string) => ({
  type: 'block_actions',
  user: { id: 'U1' },
  container: { message_ts: '1.1' },
  actions: [{ action_id: 'a', action_ts }],
})
const form = (note: string) => ({ type: 'view_submission', user: { id: 'U1' }, view: { id: 'V1', state: { values: { note } } } })

describe('handlers/delivery-id', () => {
  it('takes the id Slack gives an event, which its retries share', () => {
    expect(identify({ type: 'event_callback', event_id: 'Ev1', event: {} })).toEqual({ id: 'Ev1', kind: 'event' })
  })

  it('tells two presses of one button apart, and knows the same press again', () => {
    expect(identify(click('1.5'))).toEqual(identify(click('1.5')))
    expect(identify(click('1.5')).id).not.toBe(identify(click('1.6')).id)
  })

  it('tells a corrected form from its first try', () => {
    expect(identify(form('a'))).toEqual(identify(form('a')))
    expect(identify(form('a')).id).not.toBe(identify(form('b')).id)
  })

  it.each(['Ev1\u0000', 'Ev\u202e1', 'a b', 'x'.repeat(301), '', '\ud800'])(
    'gives an id that no store or log could take another, the same each time: %j',
    (event_id) => {
      const { id, kind } = identify({ type: 'event_callback', event_id, event: {} })

      expect(kind).toBe('event')
      expect(id).toMatch(/^hashed:[0-9a-f]{64}$/)
      expect(identify({ type: 'event_callback', event_id, event: {} }).id).toBe(id)
      expect(storableId(id)).toBe(id)
    },
  )

  it('gives a click with such an id in it another one as well', () => {
    expect(identify(click('1.5\u0000')).id).toMatch(/^hashed:/)
  })

  it('gives everything else an id of its contents', () => {
    expect(identify({ command: '/x', text: 'a' })).toMatchObject({ kind: 'command' })
    expect(identify({ odd: 1 }).id).toBe(identify({ odd: 1 }).id)
    expect(identify({ odd: 1 }).id).not.toBe(identify({ odd: 2 }).id)
  })
})
