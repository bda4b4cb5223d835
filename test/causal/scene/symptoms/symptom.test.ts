import { describe, expect, it } from 'vitest'
import { argumentsOf, isRising, isTrouble, newsIn } from '../../../../src/causal/scene/symptoms/symptom.ts'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { factsOf, minute, OVERVIEW } from '../../../support/facts.ts'
import { departed, symptomLike } from '../../../support/symptoms.ts'

const EMPTY = buildScene(factsOf({ overview: [OVERVIEW] }))

describe('causal/scene/symptoms/symptom', () => {
  it('tells what is new in order of time, without errors that may be old', () => {
    const [late, early, undated] = [
      symptomLike({ said: 'late', since: minute(9) }),
      symptomLike({ said: 'early', kind: 'news', since: minute(1) }),
      symptomLike({ said: 'state', kind: 'node_unhealthy' }),
    ]
    const symptoms = [undated, late, symptomLike({ said: 'old' }), early]

    expect(newsIn({ ...EMPTY, symptoms }).map(({ said }) => said)).toEqual(['early', 'late', 'state'])
  })

  it('takes neither news nor traffic for trouble', () => {
    expect((['log_error', 'trouble', 'news', 'traffic_surge'] as const).map((kind) => isTrouble({ kind }))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('knows what rises', () => {
    expect([departed(1, 5, minute(1)), departed(5, 1, minute(1)), null].map((departure) => isRising({ departure }))).toEqual([
      true,
      false,
      false,
    ])
  })

  it('quotes what was said once', () => {
    const [one, other] = [symptomLike({ said: 'refused' }), symptomLike({ said: 'timed out' })]

    expect(argumentsOf([one, { ...one, id: 'S2' }, other], 5).map(({ text }) => text)).toEqual(['refused', 'timed out'])
    expect(argumentsOf([one, other], 1)).toHaveLength(1)
  })
})
