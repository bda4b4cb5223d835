import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { showable, showableJson, showableLine, showableLines } from '../../src/domain/showable.ts'
import { ACTING_CHARACTERS, HOSTILE_WORDS } from '../support/hostile-words.ts'

describe('domain/showable', () => {
  it.each([
    ['a colour', '\u001b[31mred', '\\x1b[31mred'],
    ['a title of the window', '\u001b]0;t\u0007', '\\x1b]0;t\\x07'],
    ['a link of the terminal', '\u001b]8;;http://e\u001b\\', '\\x1b]8;;http://e\\x1b\\'],
    ['an eight-bit sequence', '\u009b2J', '\\x9b2J'],
    ['a return to the start of the line', 'safe\rEVIL', 'safe\\x0dEVIL'],
    ['a change of direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['characters without width', 'a\u200bb\u200dc\ufeff', 'a\\u200bb\\u200dc\\ufeff'],
    ['separators of lines and paragraphs', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['invisible tags', 'a\u{e0041}', 'a\\u{e0041}'],
    ['NUL and DEL', '\u0000\u007f', '\\x00\\x7f'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
  ])('writes out %s', (_what, text, shown) => {
    expect(showable(text)).toBe(shown)
  })

  it('leaves what people write as it is', () => {
    const text = 'Größe 12 µs, naïve 日本語 ☕️ שלום\n\tnext line'

    expect(showable(text)).toBe(text)
    expect(showable('a\r\nb')).toBe('a\nb')
  })

  it('lets no text start a line of ours', () => {
    expect(showableLine('a\n\tb\r\nc')).toBe('a b c')
    expect(showableLines({ a: ['x\ny'], b: { c: 'z\u001b' }, at: new Date(0), n: 1 })).toEqual({
      a: ['x y'],
      b: { c: 'z\\x1b' },
      at: new Date(0),
      n: 1,
    })
  })

  it('leaves no acting character in any text, and changes a text once only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = showable(text)

        expect(shown).not.toMatch(ACTING_CHARACTERS)
        expect(showable(shown)).toBe(shown)
      }),
    )
    expect(showable(HOSTILE_WORDS)).not.toMatch(ACTING_CHARACTERS)
  })

  it('makes JSON that means the same and holds no acting character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = showableJson(JSON.stringify({ text }))

        expect(json).not.toMatch(ACTING_CHARACTERS)
        expect(JSON.parse(json)).toEqual({ text })
      }),
    )
  })
})
