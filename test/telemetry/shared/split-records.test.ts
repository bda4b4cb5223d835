import { describe, expect, it } from 'vitest'
import { MAX_RECORD_CHARS, splitRecord } from '../../../src/telemetry/shared/split-records.ts'

/** What becomes of each record of a text of two columns. */
function split(text: string, kept = 2): readonly string[] {
  const found: string[] = []
  for (let at = 0; at < text.length;) {
    const next = splitRecord(text, at, { delimiter: '\t', cells: 2, kept, isEnd: true })
    if (next.is === 'open') return [...found, 'open']
    found.push(next.is === 'whole' ? next.text : next.is === 'lost' ? next.kind : next.is)
    at = next.end
  }
  return found
}

describe('telemetry/shared/split-records', () => {
  it('reads plain and quoted cells, also over several lines', () => {
    expect(split('a\tb\nc\t"d\n""e"""\nf\tg')).toEqual(['a\tb', 'c\t"d\n""e"""', 'f\tg'])
  })

  it('loses only the record whose quote does not close', () => {
    expect(split('a\t"b\nc\td\ne\t"f"\ng\th\n')).toEqual(['UNQUOTED VALUE', 'c\td', 'e\t"f"', 'g\th'])
  })

  it('loses only the line with too few or too many cells', () => {
    expect(split('a\nb\tc\nd\te\tf\n')).toEqual(['MISSING COLUMNS', 'b\tc', 'TOO MANY COLUMNS'])
  })

  it('passes over a record that is too long and reads the next', () => {
    expect(split(`a\t${'x'.repeat(MAX_RECORD_CHARS)}\nb\tc\n`)).toEqual(['LINE SIZE OVER MAXIMUM', 'b\tc'])
  })

  it('keeps only the first cells when more are not wanted', () => {
    expect(split('a\tb\n', 1)).toEqual(['a'])
  })

  it('waits for more text when a record may go on', () => {
    expect(splitRecord('a\t"b\n', 0, { delimiter: '\t', cells: 2, kept: 2, isEnd: false })).toEqual({ is: 'open' })
  })
})
