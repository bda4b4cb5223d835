import { describe, expect, it } from 'vitest'
import { createDecoder, decodeText } from '../../../src/telemetry/shared/decode-text.ts'

describe('telemetry/shared/decode-text', () => {
  it.each([
    ['a byte that begins nothing', [0xff], 1],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80], 3],
    ['an overlong form', [0xc0, 0xaf], 2],
    ['NUL', [0], 1],
    ['a replacement character that the file itself holds', [0xef, 0xbf, 0xbd], 0],
  ])('counts %s', (_what, bytes, replaced) => {
    const decoded = decodeText(Buffer.from([0x61, ...bytes, 0x62]))

    expect(decoded.replaced).toBe(replaced)
    expect(decoded.text).toMatch(/^a\uFFFD+b$/)
  })

  it('reads UTF-16 by its mark and leaves the mark out', () => {
    expect(decodeText(Buffer.from('\uFEFFgrün', 'utf16le'))).toEqual({ text: 'grün', replaced: 0 })
  })

  it('joins a character that comes in two pieces', () => {
    const bytes = Buffer.from('ü')
    const decoder = createDecoder(bytes)

    expect(decoder.decode(bytes.subarray(0, 1), false).text + decoder.decode(bytes.subarray(1), true).text).toBe('ü')
  })
})
