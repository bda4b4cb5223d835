import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/build-scene.ts'
import type { Proposal } from '../../../src/causal/candidate.ts'
import { explain, scoreOf, type Candidate } from '../../../src/causal/explain.ts'
import { select } from '../../../src/causal/select.ts'
import { whyOf } from '../../../src/causal/why/why-of.ts'
import { WEIGHTS } from '../../../src/causal/weights.ts'
import { sumOf } from '../../../src/domain/why-words.ts'
import { calls, factsOf, minute, OVERVIEW } from '../../support/facts.ts'
import { aProposal, mustExplain } from '../../support/proposal.ts'

const SCENE = buildScene(
  factsOf({
    overview: [OVERVIEW],
    service_calls: [
      calls('shop/Service/basket', { from: { at: 20, errors: 40 } }),
      calls('shop/Service/quotes', { from: { at: 20, errors: 60 } }),
    ],
  }),
)
const BASES: readonly Proposal['basis'][] = ['witnessed', 'changed', 'static', 'measured', 'inferred']
const TIMES = [null, minute(-300), minute(19), minute(25), minute(39)]
/** Values are kept with four digits; a sum has a handful of them. */
const DIGITS = 3

/** Every basis at every time, at two victims, with and without a fit. */
const CANDIDATES: readonly Candidate[] = BASES.flatMap((basis) =>
  TIMES.flatMap((since) =>
    ['shop/Service/basket' as const, 'shop/Service/quotes' as const].flatMap((victim) =>
      [1, 0.7].map((fit) => mustExplain(aProposal({ entity: victim, basis, since, fit, victims: [victim] }), SCENE)),
    ),
  ),
)

describe('causal/why/why-of', () => {
  it('adds up to the logarithm of the score, less the same for every candidate', () => {
    const { basis, order } = WEIGHTS
    const worst = Math.log(basis.inferred * order.afterwards * WEIGHTS.indirectOnly * WEIGHTS.coverageFloor)

    for (const candidate of CANDIDATES) expect(sumOf(whyOf(candidate))).toBeCloseTo(Math.log(candidate.score) - worst, DIGITS)
    expect(new Set(CANDIDATES.map(({ order: place }) => place)).size).toBe(5)
  })

  it('has one feature for the trace and one for the order, each with the weight of its kind', () => {
    const features = CANDIDATES.map((candidate) => whyOf(candidate).map(({ feature }) => feature))

    for (const own of features) {
      expect(own.filter((feature) => feature.startsWith('trace_'))).toHaveLength(1)
      expect(own.filter((feature) => feature.startsWith('order_'))).toHaveLength(1)
    }
    expect(new Set(features.flat())).toEqual(
      new Set([
        'trace_stated',
        'trace_changed',
        'trace_odd',
        'trace_measured',
        'trace_numbers',
        'fit',
        'order_unknown',
        'order_old',
        'order_before',
        'order_late',
        'order_afterwards',
        'direct',
        'coverage',
      ]),
    )
  })

  it('points at the record of the change and at the first symptom', () => {
    const citation = { evidenceId: 'E1' as const, locator: 'overview#2', quote: 'scopes: shop', role: 'change' as const, at: minute(19) }
    const changed = mustExplain(aProposal({ for: [{ text: 'it was changed', citations: [citation] }] }), SCENE)

    const parts = new Map(whyOf(changed).map((part) => [part.feature, part.citations]))

    expect(parts.get('trace_changed')).toEqual([citation])
    expect(parts.get('order_before')?.map(({ role }) => role)).toEqual(['change', 'symptom'])
    expect(parts.get('coverage')?.[0]?.quote).toContain('40')
  })

  it('tells of what people said only where it has weight', () => {
    const [candidate] = CANDIDATES
    if (candidate === undefined) throw new Error('no candidate')
    const parts = { ...candidate.parts, people: WEIGHTS.people.undoneInVain }
    const heard = { ...candidate, parts, score: scoreOf(parts) }

    expect(whyOf(candidate).map(({ feature }) => feature)).not.toContain('people')
    expect(whyOf(heard).find(({ feature }) => feature === 'people')).toMatchObject({ value: -1 })
    expect(sumOf(whyOf(candidate)) - sumOf(whyOf(heard))).toBeCloseTo(Math.LN2, DIGITS)
  })

  it('puts whom a rule prefers above whom the score prefers', () => {
    const quotes = 'shop/Service/quotes' as const
    const stated = mustExplain(aProposal({ entity: quotes, basis: 'witnessed', victims: [quotes] }), SCENE)
    const upstream = mustExplain(aProposal({ entity: 'shop/Deployment/storm', basis: 'changed', victims: [quotes] }), SCENE)

    const { causes, rivals } = select([stated, upstream], SCENE)

    expect(stated.score).toBeGreaterThan(upstream.score)
    expect(causes[0]?.proposal.entity).toBe('shop/Deployment/storm')
    const [first = [], second = []] = [...causes, ...rivals].map(whyOf)
    expect(first.map(({ feature }) => feature)).toContain('upstream')
    expect(sumOf(first)).toBeGreaterThan(sumOf(second))
  })
})

describe('causal/explain, for why', () => {
  it('names how the time of a candidate lies to what it explains', () => {
    const orders = TIMES.map((since) => explain(aProposal({ since }), SCENE)?.order)

    expect(orders).toEqual(['unknown', 'old', 'before', 'late', 'afterwards'])
  })
})
