import { describe, expect, it } from 'vitest'
import type { Feature } from '../../src/domain/submission.ts'
import { featureWords, sumOf, valueWords } from '../../src/domain/why-words.ts'

/** What a row of the table in a terminal holds. */
const WIDEST = 42
const FEATURES: readonly Feature[] = [
  'trace_stated',
  'trace_changed',
  'trace_measured',
  'trace_odd',
  'trace_numbers_after_change',
  'trace_recent',
  'trace_numbers',
  'reason_unknown',
  'fit',
  'delay',
  'returning',
  'afterwards',
  'late',
  'direct',
  'seen',
  'missing',
  'contrary',
  'coverage',
  'nearby',
  'followed',
  'faint',
  'unfelt',
  'passed',
  'alerted',
  'uncalled',
  'standing',
  'named',
  'suffers',
  'suffers_traced',
  'suffers_stated',
  'common',
  'people',
  'same_act',
  'left_over',
  'model_only',
]

describe('domain/why-words', () => {
  it('has different words for every feature, none wider than a row of the table', () => {
    const words = FEATURES.flatMap((feature) => [0, 1, -1].map((value) => featureWords({ feature, value, weight: 1 })))

    expect(words.filter((text) => text.length > WIDEST || text.includes('_'))).toEqual([])
    expect(new Set(FEATURES.map((feature) => featureWords({ feature, value: 1, weight: 1 }))).size).toBe(FEATURES.length)
  })

  it('says how much of the harm is explained', () => {
    const wordsOf = (value: number) => featureWords({ feature: 'coverage', value, weight: 1 })

    expect([0, 0.25, 0.83, 1].map(wordsOf)).toEqual(
      ['none', '25 of 100', '83 of 100', 'all'].map((share) => `explains ${share} of the harm`),
    )
  })

  it('says a value with its unit', () => {
    expect(valueWords({ feature: 'direct', value: 0, weight: 1 })).toBe('no')
    expect(valueWords({ feature: 'coverage', value: 0.5, weight: 1 })).toBe('0.50 of 1')
    expect(valueWords({ feature: 'fit', value: 0.515, weight: -0.6931 })).toBe('0.52 halvings')
  })

  it('tells a feature of another version by its name', () => {
    expect(featureWords({ feature: 'log_density_of_delay', value: 1.5, weight: 2 })).toBe('log density of delay')
    expect(featureWords({ feature: 'constructor', value: 1.5, weight: 2 })).toBe('constructor')
    expect(valueWords({ feature: 'log_density_of_delay', value: 1.5, weight: 2 })).toBe('1.50')
  })

  it('adds up values times weights', () => {
    expect(sumOf([])).toBe(0)
    expect(
      sumOf([
        { value: 2, weight: 0.5 },
        { value: -1, weight: 0.25 },
      ]),
    ).toBe(0.75)
  })
})
