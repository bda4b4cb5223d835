import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import type { Proposal } from '../../../../src/causal/weigh/candidate.ts'
import { explain } from '../../../../src/causal/weigh/explain.ts'
import { fieldOf } from '../../../../src/causal/weigh/field.ts'
import { weigh, type Weighed } from '../../../../src/causal/weigh/weigh.ts'
import { whyOf } from '../../../../src/causal/weigh/why/why-of.ts'
import { PEOPLE_WEIGHTS } from '../../../../src/causal/weigh/statements/people-weights.ts'
import { sumOf } from '../../../../src/domain/why-words.ts'
import { calls, factsOf, minute, OVERVIEW } from '../../../support/facts.ts'
import { aProposal, mustExplain } from '../../../support/proposal.ts'

const SCENE = buildScene(
  factsOf({
    overview: [OVERVIEW],
    service_calls: [
      calls('shop/Service/basket', { from: { at: 20, errors: 40 } }),
      calls('shop/Service/quotes', { from: { at: 20, errors: 60 } }),
    ],
  }),
)
const BASES: readonly Proposal['basis'][] = ['witnessed', 'changed', 'static', 'measured', 'inferred', 'recent']
const TIMES = [null, minute(-300), minute(19), minute(25), minute(39)]
/** Values are kept with four digits; a sum has some of them. */
const DIGITS = 3

/** Every basis at every time, at two victims, with and without a fit. */
const CANDIDATES = BASES.flatMap((basis) =>
  TIMES.flatMap((since) =>
    ['shop/Service/basket' as const, 'shop/Service/quotes' as const].flatMap((victim) =>
      [1, 0.7].map((fit) => mustExplain(aProposal({ entity: victim, basis, since, fit, victims: [victim] }), SCENE)),
    ),
  ),
)
const WEIGHED = weigh(fieldOf(CANDIDATES, SCENE)).candidates

function alone(over: Partial<Proposal>, people = 1): Weighed {
  const [weighed] = weigh(fieldOf([{ ...mustExplain(aProposal(over), SCENE), people }], SCENE)).candidates
  if (weighed === undefined) throw new Error('nothing was weighed')
  return weighed
}

describe('causal/weigh/why/why-of', () => {
  it('adds up to the logit, which is what orders the candidates', () => {
    for (const candidate of WEIGHED) expect(sumOf(whyOf(candidate))).toBeCloseTo(candidate.logit, DIGITS)
    expect(new Set(WEIGHED.map(({ order }) => order)).size).toBe(5)
  })

  it('has one feature for the trace, and of the others those that add something', () => {
    const parts = WEIGHED.map(whyOf)

    for (const own of parts) {
      expect(own.filter(({ feature }) => feature.startsWith('trace_'))).toHaveLength(1)
      expect(own.slice(1).every(({ value, weight }) => value * weight !== 0)).toBe(true)
    }
    expect(new Set(parts.map((own) => own[0]?.feature))).toEqual(
      new Set(['trace_recent', 'trace_stated', 'trace_changed', 'trace_odd', 'trace_measured', 'trace_numbers']),
    )
  })

  it('points at the record of the change and at what it explains', () => {
    const citation = { evidenceId: 'E1' as const, locator: 'overview#2', quote: 'scopes: shop', role: 'change' as const, at: minute(19) }

    const late = whyOf(alone({ since: minute(39), for: [{ text: 'it was changed', citations: [citation] }] }))

    const parts = new Map(late.map((part) => [part.feature, part.citations]))
    expect(parts.get('trace_changed')).toEqual([citation])
    expect(parts.get('afterwards')?.map(({ role }) => role)).toEqual(['change', 'symptom'])
    expect(parts.get('coverage')?.[0]?.quote).toContain('40')
  })

  it('tells of what people said only where it has weight', () => {
    const [unheard, heard] = [alone({}), alone({}, PEOPLE_WEIGHTS.undoneInVain)]

    const people = whyOf(heard).find(({ feature }) => feature === 'people')
    expect(whyOf(unheard).map(({ feature }) => feature)).not.toContain('people')
    expect(people).toMatchObject({ value: -1 })
    expect(sumOf(whyOf(unheard)) - sumOf(whyOf(heard))).toBeCloseTo(people?.weight ?? 0, DIGITS)
  })
})

describe('causal/explain, for why', () => {
  it('names how the time of a candidate lies to what it explains', () => {
    const orders = TIMES.map((since) => explain(aProposal({ since }), SCENE)?.order)

    expect(orders).toEqual(['unknown', 'old', 'before', 'late', 'afterwards'])
  })

  it('rests what is missing on no record, and what is over on what it did', () => {
    const [weighed] = WEIGHED
    if (weighed === undefined) throw new Error('nothing was weighed')
    const values = { ...weighed.values, missing: 1, passed: 1 }
    const cited = new Map(whyOf({ ...weighed, values }).map(({ feature, citations }) => [feature, citations.length]))

    expect(cited.get('missing')).toBe(0)
    expect(cited.get('passed')).toBeGreaterThan(0)
  })
})
