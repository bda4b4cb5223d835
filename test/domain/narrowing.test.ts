import { describe, expect, it } from 'vitest'
import { narrowingSentence } from '../../src/domain/narrowing.ts'

const WHOLE = { start: '2026-05-27T13:40:00.000Z', end: '2026-05-27T14:20:00.000Z' }
const LATER = { ...WHOLE, start: '2026-05-27T14:00:00.000Z' }

function said(narrowed: Partial<typeof WHOLE> & { by: 'question' | 'options'; words: string; assumed?: string }): string | null {
  return narrowingSentence({ ...WHOLE, onset: null, narrowed: { assumed: '', ...WHOLE, ...narrowed, recording: WHOLE } })
}

describe('src/domain/narrowing', () => {
  it('says nothing where nobody named a period', () => {
    expect(narrowingSentence({ ...WHOLE, onset: null })).toBeNull()
  })

  it('says which part was looked at, who named it and what was assumed', () => {
    const assumed = 'counted back from the end of the recording'

    expect(said({ by: 'question', words: 'last 20 minutes', assumed, ...LATER })).toBe(
      'Looked at 2026-05-27T14:00:00.000Z to 2026-05-27T14:20:00.000Z of the recording from 2026-05-27T13:40:00.000Z to 2026-05-27T14:20:00.000Z, narrowed by the question (“last 20 minutes”, counted back from the end of the recording). What was recorded before that is what it is compared with.',
    )
  })

  it('promises no comparison where the part is the beginning', () => {
    expect(said({ by: 'options', words: '--to x', end: '2026-05-27T14:00:00.000Z' })).toMatch(/narrowed by the options \(“--to x”\)\.$/)
  })

  it('says when the period holds the whole recording', () => {
    expect(said({ by: 'question', words: 'last 3 hours' })).toBe(
      'Looked at the whole recording, 2026-05-27T13:40:00.000Z to 2026-05-27T14:20:00.000Z, all of which lies in the period of the question (“last 3 hours”).',
    )
  })
})
