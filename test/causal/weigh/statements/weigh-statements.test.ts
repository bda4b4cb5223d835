import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../../src/causal/diagnose.ts'
import type { Submission } from '../../../../src/domain/submission.ts'
import type { Rows } from '../../../../src/domain/telemetry-rows.ts'
import { sumOf } from '../../../../src/domain/why-words.ts'
import { calls, depends, END, factsOf, minute, OVERVIEW, version } from '../../../support/facts.ts'

const FLAG = 'shop/ConfigMap/flags'
const flags = (variant: string) => ({
  data: {
    'flags.json': JSON.stringify({
      flags: { quotesFailure: { state: 'ENABLED', defaultVariant: variant, variants: { on: true, off: false } } },
    }),
  },
})
const ROLLED_BACK: Omit<Rows['statements'], 'locator'> = {
  by: 'U1',
  saidAt: END,
  words: `we rolled back ${FLAG} at 14:02 but it did not help`,
  act: 'rollback',
  entity: FLAG,
  target: FLAG,
  at: minute(22),
  outcome: 'did_not_help',
}

/** A flag was switched and quotes fails, with its caller; what people said comes with it. */
function answer(statements: readonly Omit<Rows['statements'], 'locator'>[]): Submission {
  return diagnose(
    factsOf({
      overview: [OVERVIEW],
      object_versions: [version(FLAG, flags('off'), { until: 19 }), version(FLAG, flags('on'), { at: 20, changedAt: minute(18) })],
      service_calls: [
        calls('shop/Service/shipping', { from: { at: 19, errors: 40 } }),
        calls('shop/Service/quotes', { from: { at: 19, errors: 50 } }),
      ],
      dependencies: [depends('shop/Service/shipping', 'shop/Service/quotes')],
      ...(statements.length === 0 ? {} : { statements }),
    }),
  ).submission
}

function whyOfFlag({ rootCauses, alternatives }: Submission) {
  return [...rootCauses, ...alternatives].find(({ entity }) => entity === FLAG)?.why ?? []
}

describe('causal/weigh/statements/weigh-statements', () => {
  it('says with the words of people what they did to the sum, and keeps the order of the sums', () => {
    const alone = answer([])
    const heard = answer([ROLLED_BACK])

    const people = whyOfFlag(heard).find(({ feature }) => feature === 'people')
    expect(whyOfFlag(alone).map(({ feature }) => feature)).not.toContain('people')
    expect(people).toMatchObject({ value: -1 })
    expect(people?.citations[0]?.quote).toContain('it did not help')
    expect(heard.rootCauses.map(({ entity }) => entity)).not.toContain(FLAG)
    expect(sumOf(whyOfFlag(heard))).toBeLessThan(sumOf(heard.rootCauses[0]?.why ?? []))
  })
})
