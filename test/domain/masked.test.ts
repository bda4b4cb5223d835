import { describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { maskedSentence } from '../../src/domain/masked.ts'

const STATS: Diagnosis['stats'] = {
  engineMs: 1,
  wallMs: 1,
  turns: 0,
  toolCalls: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  costUsd: null,
}

describe('domain/masked', () => {
  it.each([
    [undefined, null],
    [0, null],
    [1, '1 value that looked like a secret was masked in what was read'],
    [1200, '1,200 values that looked like secrets were masked in what was read'],
  ])('says of %s masked values: %s', (masked, sentence) => {
    expect(maskedSentence(masked === undefined ? STATS : { ...STATS, masked })).toBe(sentence)
  })
})
