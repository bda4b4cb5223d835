import { describe, expect, it } from 'vitest'
import { classesOfMessage, type SymptomClass } from '../../../src/causal/observations/symptom-class.ts'

const SAID: readonly (readonly [SymptomClass, string])[] = [
  ['wrong_value', 'statement 77 refused: month begins 2031-03-31T23:00:00Z and is 30 days long, expected 31'],
  ['wrong_value', 'expected 12 crates but counted 11'],
  ['wrong_value', 'crate is SEALED but has no seal'],
  ['wrong_value', 'insert crate: number -2147483646 violates check constraint "number_positive"'],
  ['rounding', 'page 12 does not balance, difference 0.02'],
  ['rounding', 'sum is 17.299999999999997'],
  ['wrong_value', 'page 12 does not balance'],
  ['too_large', 'request refused: context_length_exceeded, 9000 words'],
  ['wrong_value', 'no records from any shop for 5m'],
  ['contract', 'row refused: shape 12 does not match the shape 8 of the shelf'],
  ['schedule', '310 tasks due at 02:00'],
  ['pool', 'printer queue saturated'],
  ['connect', 'till prematurely closed connection'],
  ['slow_query', 'GET /shelf took long: 84 queries'],
  ['lock_wait', 'call waited 4.1s for Book._lock'],
  ['duplicate', 'parcel 12 was shipped to the same door twice'],
]

describe('src/causal/observations/symptom-class', () => {
  it.each(SAID)('hears %s in "%s"', (kind, text) => {
    expect([...classesOfMessage(text)]).toContain(kind)
  })

  it('hears nothing in a plain record of work done', () => {
    expect([...classesOfMessage('crate 12 packed')]).toEqual([])
  })
})
