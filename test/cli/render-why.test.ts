import { describe, expect, it } from 'vitest'
import { renderWhy } from '../../src/cli/render-why.ts'
import { hostileDiagnosis } from '../support/hostile-diagnosis.ts'
import { ACTING_CHARACTERS } from '../support/hostile-words.ts'
import { aDiagnosis } from '../support/investigation.ts'

const RIVAL = {
  entity: 'shop/Service/basket' as const,
  mechanism: 'service_slow',
  confidence: 0.2,
  for: [],
  against: [],
  wouldTellApart: 'a slow basket on a calm day',
  why: [
    { feature: 'trace_numbers', value: 1, weight: 0, receipts: [] },
    { feature: 'coverage', value: 0.5, weight: 1.0498, receipts: ['R1' as const, 'R2' as const] },
  ],
  missing: [
    {
      text: 'It came at 14:05:00 UTC, 5 min after the first symptom (failing calls at Service basket, 14:00:00 UTC); a cause is there first.',
      receipts: ['R1' as const],
    },
  ],
}

describe('cli/render-why', () => {
  it('reads like this, in 80 columns', () => {
    const text = renderWhy(aDiagnosis({ alternatives: [RIVAL] }))

    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(text).toMatchInlineSnapshot(`
      "Why this and not the others
        Points are value times weight; the highest sum comes first.

        shop/Deployment/orders (image_pull_failed)
        what decided                                      value weight points
        a record states the failure and why                 yes   0.51   0.51  R1
        sum                                                              0.51

        not shop/Service/basket (service_slow)
          - It came at 14:05:00 UTC, 5 min after the first symptom (failing calls at
            Service basket, 14:00:00 UTC); a cause is there first. [R1]
        what decided                                      value weight points
        what it shows may come from elsewhere               yes   0.00   0.00
        explains 50 of 100 of the harm                0.50 of 1   1.05   0.52  R1 R2
        sum                                                              0.52"
    `)
  })

  it('says so where no candidate was there, and where the answer is older than the words', () => {
    const nothing = { outcome: 'no_cause' as const, reasons: ['all is well'], rootCauses: [] }
    const [cause] = aDiagnosis().rootCauses
    if (cause === undefined) throw new Error('no cause')

    expect(renderWhy(aDiagnosis(nothing))).toBe('Why nothing was named\n  there was no candidate to decide between')
    expect(renderWhy(aDiagnosis({ ...nothing, alternatives: [RIVAL] }))).toContain('Why nothing was named\n')
    expect(renderWhy(aDiagnosis({ rootCauses: [{ ...cause, why: [] }] }))).toContain('what decided was not recorded')
  })

  it('prints no sequence of a terminal, from whatever field', () => {
    expect(renderWhy(hostileDiagnosis())).not.toMatch(ACTING_CHARACTERS)
  })
})
