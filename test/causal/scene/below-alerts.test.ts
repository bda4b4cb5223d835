import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { stepped } from '../../support/call-facts.ts'
import { depends, factsOf, minute, OVERVIEW, START, STEP_SECONDS } from '../../support/facts.ts'

const FRONT = 'shop/Service/front'
const SEARCH = 'shop/Service/search'
const NEWSLETTER = 'shop/Service/newsletter'

function errors(entity: EntityId, from: number, to: number) {
  return {
    entity,
    metric: 'error_ratio',
    meaning: 'error_ratio' as const,
    labels: {},
    startAt: START,
    stepSeconds: STEP_SECONDS,
    values: stepped(0, from, to),
  }
}

function heard(...alerts: readonly string[]) {
  const alert = { entity: FRONT, state: 'firing', labels: {}, summary: '', startsAt: minute(30), endsAt: null, value: 1 } as const
  const { symptoms } = buildScene(
    factsOf({
      overview: [OVERVIEW],
      alerts: alerts.map((name) => ({ ...alert, name })),
      dependencies: [depends(FRONT, SEARCH)],
      series: [errors(FRONT, 28, 0.02), errors(SEARCH, 28, 0.02), errors(NEWSLETTER, 28, 0.02)],
    }),
  )
  return symptoms
    .filter(({ kind, isBackground }) => kind === 'error_rate' && !isBackground)
    .map(({ entity, source }) => `${entity} ${source}`)
}

describe('causal/scene/below-alerts', () => {
  it('hears a small departure where an alert on that measure fired, and at what is called from there, but nowhere else', () => {
    expect(heard('FrontErrorRate').toSorted()).toEqual([`${FRONT} alert`, `${FRONT} metric`, `${SEARCH} metric`])
  })

  it('hears none without an alert, or for an alert on another measure', () => {
    expect(heard()).toEqual([])
    expect(heard('FrontLatency')).toEqual([])
  })
})
