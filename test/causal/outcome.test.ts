import { describe, expect, it } from 'vitest'
import { diagnose } from '../../src/causal/diagnose.ts'
import { wordsFor } from '../../src/causal/outcome.ts'
import { buildScene } from '../../src/causal/scene/build-scene.ts'
import { select } from '../../src/causal/weigh/select.ts'
import { calls, factsOf, minute, OVERVIEW, version, START } from '../support/facts.ts'

const CALM = { overview: [OVERVIEW], service_calls: [calls('shop/Service/storefront')] }

describe('causal/outcome', () => {
  it('limits "nothing is wrong" to what was read, and says which kinds of source were not there', () => {
    const { submission } = diagnose(factsOf(CALM))

    expect(submission.outcome).toBe('no_cause')
    expect(submission.reasons).toEqual([
      'nothing departs from its baseline or its desired state in the traces of shop; no objects or events, no metrics and no logs were there to be read',
    ])
  })

  const old = (name: string) =>
    version(
      `shop/Job/${name}`,
      {
        status: {
          failed: 1,
          conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: minute(-90).toISOString() }],
        },
      },
      { changedAt: minute(-90) },
    )

  it('names what is broken since long before as that, and no more than two of it', () => {
    const failing = { ...CALM, service_calls: [calls('shop/Service/storefront', { from: { at: 20, errors: 40 }, until: 24 })] }
    const names = ['trim', 'import', 'sweep']

    const { submission } = diagnose(factsOf({ ...failing, object_versions: names.map(old) }))

    expect(submission.rootCauses).toEqual([])
    expect(submission.reasons.filter((reason) => reason.startsWith('broken since before, and so still: shop/Job/'))).toHaveLength(2)
    expect(submission.reasons).toContain('1 more thing was broken since before')
  })

  it('calls nothing well while something is broken since before and no calls or metrics show that nobody misses it', () => {
    const endingOf = (facts: Parameters<typeof factsOf>[0]) => {
      const scene = buildScene(factsOf({ overview: [OVERVIEW], object_versions: [old('trim')], ...facts }))
      const before = { ...scene, symptoms: scene.symptoms.map((symptom) => ({ ...symptom, isBackground: true })) }
      return wordsFor(select([], before), before)
    }

    expect(endingOf({})).toMatchObject({
      outcome: 'inconclusive',
      reasons: [expect.any(String), expect.stringContaining('shop/Job/trim'), expect.any(String)],
    })
    expect(endingOf(CALM).outcome).toBe('no_cause')
    // Processor time was read, and nothing that users feel.
    const cpu = { entity: 'shop/Pod/trim-1' as const, metric: 'cpu', meaning: 'cpu_cores' as const, startAt: START, stepSeconds: 60 }
    expect(endingOf({ series: [{ ...cpu, values: Array<number>(40).fill(0.2) }] }).outcome).toBe('inconclusive')
  })
})
