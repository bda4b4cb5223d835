import { describe, expect, it } from 'vitest'
import { buildCorrectionModal, causeOptions, readCorrection } from '../../src/slack/correction-modal.ts'

const CONTEXT = { diagnosisId: 'd1', channelId: 'C1', messageTs: '1.2', mode: 'rejected' as const }

function submitted(values: { cause?: string; note?: string; word?: string }, mode: 'partial' | 'rejected' | 'change' = 'rejected') {
  return {
    private_metadata: JSON.stringify({ ...CONTEXT, mode }),
    state: {
      values: {
        ...(mode === 'change' ? { verdict: { verdict: { selected_option: values.word ? { value: values.word } : null } } } : {}),
        cause: { true_cause: { selected_option: values.cause ? { value: values.cause } : null } },
        note: { note: { value: values.note ?? null } },
      },
    },
  }
}

describe('slack/correction-modal', () => {
  it('asks for cause and note, and for the verdict only when one is changed', () => {
    const ids = (mode: 'partial' | 'rejected' | 'change') => buildCorrectionModal({ ...CONTEXT, mode }).blocks.map(({ block_id: id }) => id)

    expect(ids('partial')).toEqual(['cause', 'note'])
    expect(ids('change')).toEqual(['verdict', 'cause', 'note'])
  })

  it('remembers ids and nothing else', () => {
    expect(JSON.parse(buildCorrectionModal(CONTEXT).private_metadata ?? '')).toEqual(CONTEXT)
  })

  it('reads the picked cause and the note', () => {
    expect(readCorrection(submitted({ cause: 'shop/Service/quotes', note: ' it was the flag ' }))).toEqual({
      ok: true,
      context: CONTEXT,
      word: 'rejected',
      trueCauses: ['shop/Service/quotes'],
      note: 'it was the flag',
    })
  })

  it.each([
    ['an entity that is none', submitted({ cause: 'quotes' }), { cause: 'Pick an entry of the list: scope/Kind/name.' }],
    ['Wrong without cause and note', submitted({}), { note: 'Pick the true cause, or say in a sentence what was wrong.' }],
    ['a change without verdict', submitted({}, 'change'), { verdict: 'Choose a verdict.' }],
    [
      'right, yet with another cause',
      submitted({ word: 'confirmed', cause: 'shop/Service/quotes' }, 'change'),
      { cause: 'A right answer has no other true cause; clear this field.' },
    ],
  ])('refuses %s in words under the field', (_what, view, errors) => {
    expect(readCorrection(view)).toEqual({ ok: false, errors })
  })

  it('takes Partly without a cause, because people may not know it', () => {
    expect(readCorrection(submitted({}, 'partial'))).toMatchObject({ ok: true, word: 'partial', trueCauses: [] })
  })

  it('throws for a form that is not one of ours', () => {
    expect(() => readCorrection({ private_metadata: '{}', state: { values: {} } })).toThrow('invalid_type')
  })

  it('shortens long names in options and leaves out those that do not fit as a value', () => {
    const options = causeOptions([`shop/Pod/${'x'.repeat(90)}`, `shop/Pod/${'y'.repeat(200)}`])

    expect(options).toHaveLength(1)
    expect(options[0]?.text.text.length).toBeLessThanOrEqual(75)
    expect(options[0]?.value).toBe(`shop/Pod/${'x'.repeat(90)}`)
  })
})
