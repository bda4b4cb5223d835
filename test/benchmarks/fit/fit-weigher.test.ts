import { describe, expect, it } from 'vitest'
import type { Alternative, DescribedIncident } from '../../../benchmarks/fit/describe-incident.ts'
import { chancesIn, familyOfSet, fitWeigher, rightOf } from '../../../benchmarks/fit/fit-weigher.ts'
import { familyOf, judge, judgeLeftOut } from '../../../benchmarks/fit/judge.ts'
import { weightsModule } from '../../../benchmarks/fit/weights-module.ts'

function candidate(entity: string, fits: Alternative['fits'], values: Alternative['values']): Alternative {
  return { entity, mechanism: `${entity}_fails`, fits, values }
}

/** In this world a stated failure is the cause, and numbers alone are not. */
function incident(id: number, over: Partial<DescribedIncident> = {}): DescribedIncident {
  return {
    set: `set-${id % 3}`,
    id: String(id),
    isHealthy: false,
    candidates: [candidate('cause', 'whole', { trace_stated: 1, coverage: 0.5 }), candidate('victim', 'not', { coverage: 0.9 })],
    none: { none: 1 },
    leftOver: null,
    ...over,
  }
}

const INCIDENTS = Array.from({ length: 30 }, (_, id) => incident(id))
const HEALTHY = incident(99, { isHealthy: true, candidates: [candidate('victim', 'not', { coverage: 0.9 })] })

describe('benchmarks/fit/fit-weigher', () => {
  it('learns what tells the right candidates from the others', () => {
    const fitted = fitWeigher(INCIDENTS)

    const [right = 0, wrong = 0, none = 0] = chancesIn(incident(0), fitted)
    expect(fitted.weights['trace_stated']).toBeGreaterThan(1)
    expect(right).toBeGreaterThan(0.8)
    expect(right + wrong + none).toBeCloseTo(1)
  })

  it('takes "none of these" for right where the system is well or nothing proposed fits', () => {
    const astray = incident(1, { candidates: [candidate('victim', 'not', {})] })
    const near = incident(2, { candidates: [candidate('cause', 'entity', {}), candidate('victim', 'not', {})] })

    expect([HEALTHY, astray, near].map(rightOf)).toEqual([
      [false, true],
      [false, true],
      [true, false, false],
    ])
  })

  it('learns from what a right cause leaves over how seldom there is another', () => {
    const leftOver = { isHealthy: false, candidates: [candidate('old', 'not', { trace_stated: 1 })], none: { none: 1, more: 1 } }
    const [without, withIt] = [INCIDENTS, INCIDENTS.map((one) => ({ ...one, leftOver }))].map(fitWeigher)

    expect(without?.weights['more']).toBe(0)
    expect(withIt?.weights['more']).toBeGreaterThan(1)
  })

  it('takes sets that differ in a seed for one', () => {
    expect(['drills-101', 'drills-102', 'town'].map((set) => familyOfSet({ set }))).toEqual(['drills', 'drills', 'town'])
  })

  it('judges what it names, with the chance of its entity in whichever way', () => {
    const twice = incident(3, { candidates: [...incident(3).candidates, candidate('cause', 'entity', { trace_stated: 1, coverage: 0.4 })] })
    const fitted = fitWeigher([...INCIDENTS, HEALTHY])

    const [once, both] = [judge(incident(3), fitted), judge(twice, fitted)]

    expect([once.verdict, both.verdict, familyOf(twice), familyOf(HEALTHY)]).toEqual(['right', 'right', 'cause_fails', 'healthy'])
    expect(both.chance).toBeGreaterThan(once.chance)
  })

  it('judges what is left out by a fit that has not seen it', () => {
    const odd = incident(50, { set: 'odd', candidates: [candidate('cause', 'whole', {}), candidate('victim', 'not', { trace_stated: 1 })] })

    const [judged] = judgeLeftOut([odd, ...INCIDENTS], ({ set }) => set)

    expect(judged).toMatchObject({ incident: odd, verdict: 'wrong' })
  })

  it('writes a module that says the weights by name, and no set', () => {
    const text = weightsModule(fitWeigher(INCIDENTS))

    expect(text).toMatch(/^ {2}trace_stated: \d\.\d+,$/m)
    expect(text).toMatch(/^ {2}none: -?[\d.]+,$/m)
    expect(text).not.toContain('set-')
  })
})
