import { describe, expect, it } from 'vitest'
import { parseCutJson } from '../../../src/telemetry/shared/cut-json.ts'
import { growthOf } from '../../support/patterns/growth.ts'

describe('telemetry/shared/cut-json', () => {
  it.each([
    ['{"a":1,"b":[1,2', { a: 1, b: [1] }],
    ['{"a":{"b":"x, y"},"c":"half of it, and', { a: { b: 'x, y' } }],
    [String.raw`{"a":"say \"hi\", {","b":`, { a: 'say "hi", {' }],
    ['[[1],[2', [[1]]],
    ['{"a"', undefined],
    ['{"a":1}]', undefined],
  ])('keeps of %s what is whole', (text, whole) => {
    expect(parseCutJson(text)).toEqual(whole)
  })

  it.each([
    ['brackets of any depth', (length: number) => '['.repeat(length / 2) + '],'.repeat(length / 4)],
    ['escaped quotes', (length: number) => `{"a":"${String.raw`\"`.repeat(length / 2)}`],
    ['members of deep objects', (length: number) => '{"a":'.repeat(length / 10) + '{},'.repeat(length / 6)],
  ])('takes linear time on %s', (_name, spell) => {
    expect(growthOf(parseCutJson, spell, [4_000, 60_000])).toBeNull()
  })
})
