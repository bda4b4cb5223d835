import { describe, expect, it } from 'vitest'
import { growthOf } from '../../../../src/causal/scene/symptoms/running-count.ts'
import { START, STEP_SECONDS } from '../../../support/facts.ts'

const CALM = 3

function growth(metric: string, values: (number | null)[]) {
  const about = { entity: 'shop/Service/basket', meaning: 'other', startAt: START, stepSeconds: STEP_SECONDS, locator: '' } as const
  return growthOf({ ...about, metric, values }, CALM)
}

describe('causal/scene/symptoms/running-count', () => {
  it('reads a count that grows in peace by how fast it grows', () => {
    expect(growth('requests_total', [1, 2, 3, 9, 15])).toEqual([null, 1, 1, 6, 6])
    expect(growth('requests_total', [1, 2, 3, null, 15])).toEqual([null, 1, 1, null, null])
  })

  it('reads a count that stands still in peace, one that falls, and any other measure as it is', () => {
    expect(growth('errors_total', [1, 1, 1, 9, 15])).toEqual([1, 1, 1, 9, 15])
    expect(growth('jobs_count', [1, 2, 3, 2, 15])).toEqual([1, 2, 3, 2, 15])
    expect(growth('latency_ms', [1, 2, 3, 9, 15])).toEqual([1, 2, 3, 9, 15])
  })
})
