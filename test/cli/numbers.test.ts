import { describe, expect, it } from 'vitest'
import { wholeNumber, wholeNumberBetween } from '../../src/cli/numbers.ts'

describe('cli/numbers', () => {
  it('reads whole numbers, and says what is wrong with anything else', () => {
    expect([wholeNumber('0'), wholeNumber('9107')]).toEqual([0, 9107])
    for (const text of ['', 'ten', '-1', '1.5', '1e3', '12345678901']) expect(() => wholeNumber(text)).toThrow('a whole number is needed')
  })

  it('reads those between two', () => {
    const read = wholeNumberBetween(1, 20)

    expect([read('1'), read('20')]).toEqual([1, 20])
    expect(() => read('0')).toThrow('between 1 and 20')
    expect(() => read('21')).toThrow('between 1 and 20')
  })
})
