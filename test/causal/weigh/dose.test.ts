import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { alarmsIn, faintness } from '../../../src/causal/weigh/dose.ts'
import { symptomsOf } from '../../../src/causal/scene/symptoms/symptom.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { stepped } from '../../support/call-facts.ts'
import { depends, factsOf, minute, OVERVIEW, START, STEP_SECONDS } from '../../support/facts.ts'
import { aProposal, mustExplain } from '../../support/proposal.ts'

const FRONT = 'shop/Service/front'
const SEARCH = 'shop/Service/search'
const GIFTS = 'shop/Service/gifts'

interface Asked {
  readonly searches?: number
  readonly presents?: number
  /** Each with a series of its own. */
  readonly pods?: number
}

/** Ten requests a second at the front, a hundredth of them at the gifts; since minute 28 some fail. */
function faintOf(entity: EntityId, { searches = 8, presents = 0.1, pods = 1 }: Asked = {}) {
  const grid = { labels: {}, startAt: START, stepSeconds: STEP_SECONDS }
  const rate = (of: EntityId, before: number, then = before) =>
    ({ ...grid, entity: of, metric: 'requests', meaning: 'requests_per_second', values: stepped(before, 28, then) }) as const
  const errors = (of: EntityId, to: number) =>
    ({ ...grid, entity: of, metric: 'error_ratio', meaning: 'error_ratio', values: stepped(0, 28, to) }) as const
  const alert = { name: 'FrontErrorRate', entity: FRONT, state: 'firing', labels: {}, summary: '', endsAt: null, value: 1 } as const
  const scene = buildScene(
    factsOf({
      overview: [OVERVIEW],
      alerts: [{ ...alert, startsAt: minute(31) }],
      dependencies: [depends(FRONT, SEARCH), depends(FRONT, GIFTS)],
      series: [
        rate(FRONT, 10),
        errors(FRONT, 0.4),
        ...Array.from({ length: pods }, () => rate(SEARCH, 8 / pods, searches / pods)),
        errors(SEARCH, 0.5),
        rate(GIFTS, 0.1, presents),
        errors(GIFTS, 0.5),
      ],
    }),
  )
  const candidate = mustExplain(aProposal({ entity, victims: [entity], basis: 'inferred', effects: ['error_rate'] }), scene)
  return faintness(candidate, alarmsIn(symptomsOf(scene), scene), scene)
}

describe('causal/weigh/dose', () => {
  it('counts how often a loss must be doubled to be what people were woken for', () => {
    expect(faintOf(GIFTS)).toBe(5)
    expect(faintOf(SEARCH)).toBe(0)
    expect(faintOf(FRONT)).toBe(0)
  })

  it('counts what all pods of a service are asked together', () => {
    expect(faintOf(SEARCH, { pods: 4 })).toBe(0)
  })

  it('takes calls that are not made any more for lost, and no more of them than were made', () => {
    expect(faintOf(SEARCH, { searches: 0.01 })).toBe(0)
    expect(faintOf(GIFTS, { presents: 0.001 })).toBe(5)
  })
})
