import { describe, expect, it } from 'vitest'
import { redactDelivery } from '../../handlers/redact-delivery.ts'
import { defaultRedactor } from '../../src/redaction/redactor.ts'

const SECRET = 'DB_PASSWORD=hunter22'
const MASKED = 'DB_PASSWORD=[masked]'
/** An id with the form of a secret: it must come through, or the delivery reaches nobody. */
const ID = 'ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'

describe('handlers/redact-delivery', () => {
  it('masks the words of a mention, in its text and in its rich text', () => {
    const element = { type: 'text', text: ` why? ${SECRET}` }
    const event = {
      type: 'app_mention',
      user: 'U1',
      ts: '1.1',
      text: `<@U0> why? ${SECRET}`,
      blocks: [{ type: 'rich_text', elements: [element] }],
    }

    const masked = redactDelivery({ type: 'event_callback', event_id: 'Ev1', event }, defaultRedactor)

    expect(masked).toEqual({
      type: 'event_callback',
      event_id: 'Ev1',
      event: {
        ...event,
        text: `<@U0> why? ${MASKED}`,
        blocks: [{ type: 'rich_text', elements: [{ type: 'text', text: ` why? ${MASKED}` }] }],
      },
    })
  })

  it('masks what was typed into a form, and no id, chosen value or metadata', () => {
    const chosen = { type: 'external_select', selected_option: { text: { type: 'plain_text', text: 'quotes' }, value: ID } }
    const view = {
      id: ID,
      private_metadata: `{"token":"${ID}"}`,
      state: { values: { note: { note: { type: 'plain_text_input', value: SECRET } }, cause: { true_cause: chosen } } },
    }

    const masked = redactDelivery({ type: 'view_submission', trigger_id: ID, token: ID, view }, defaultRedactor)

    expect(masked).toEqual({
      type: 'view_submission',
      trigger_id: ID,
      token: ID,
      view: { ...view, state: { values: { note: { note: { type: 'plain_text_input', value: MASKED } }, cause: { true_cause: chosen } } } },
    })
  })

  it('changes nothing of a click', () => {
    const click = {
      type: 'block_actions',
      user: { id: 'U1' },
      trigger_id: ID,
      container: { message_ts: '1.1' },
      actions: [
        { action_id: ID, action_ts: '2.2', block_id: ID, value: ID, type: 'button', text: { type: 'plain_text', text: 'Approve' } },
      ],
    }

    expect(redactDelivery(click, defaultRedactor)).toEqual(click)
  })
})
