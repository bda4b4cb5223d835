import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { confidenceOf } from '../../../src/causal/weigh/confidence.ts'
import { fieldOf } from '../../../src/causal/weigh/field.ts'
import { select } from '../../../src/causal/weigh/select.ts'
import { weigh } from '../../../src/causal/weigh/weigh.ts'
import { CANDIDATE_WEIGHTS } from '../../../src/causal/weigh/weights.ts'
import { calls, depends, factsOf, minute, OVERVIEW } from '../../support/facts.ts'
import { aProposal, mustExplain } from '../../support/proposal.ts'

const BASKET = 'shop/Service/basket' as const
const QUOTES = 'shop/Service/quotes' as const
const STOREFRONT = 'shop/Service/storefront' as const

/** Basket and quotes fail, which do not know each other; the storefront waits on quotes. */
const ROWS = {
  overview: [OVERVIEW],
  service_calls: [
    calls(BASKET, { from: { at: 20, errors: 80, p95: 900 } }),
    calls(QUOTES, { from: { at: 20, errors: 80, p95: 900 } }),
    calls(STOREFRONT, { from: { at: 20, errors: 70 } }),
  ],
  dependencies: [depends(STOREFRONT, QUOTES)],
}
const SCENE = buildScene(factsOf(ROWS))

type Over = Parameters<typeof aProposal>[0]

const at = (entity: typeof BASKET | typeof QUOTES | typeof STOREFRONT, over: Over = {}) =>
  mustExplain(aProposal({ entity, victims: [entity], basis: 'witnessed', effects: ['error_rate', 'latency'], ...over }), SCENE)

function named(candidates: Parameters<typeof select>[0]) {
  const { causes, rivals } = select(candidates, SCENE)
  return { causes: causes.map(({ proposal }) => proposal.entity), rivals: rivals.map(({ proposal }) => proposal.entity) }
}

describe('causal/weigh/select', () => {
  it('names nobody while none of these is more likely than any', () => {
    const faint = at(BASKET, { basis: 'inferred', since: minute(39), effects: ['latency', 'error_rate'] })
    const scene = { ...SCENE, symptoms: SCENE.symptoms.map((symptom) => ({ ...symptom, strength: 0.1, until: minute(25) })) }

    expect(select([faint], scene)).toMatchObject({ causes: [], rivals: [{ proposal: { entity: BASKET } }] })
    expect(select([], SCENE)).toMatchObject({ causes: [], rivals: [] })
  })

  it('holds what one act put in place against none as a whole', () => {
    const pair = (over: Over) => [at(BASKET, { ...over, victims: [BASKET] }), at(QUOTES, { ...over, victims: [QUOTES] })]
    // Each a little less likely than none, whatever the weights are.
    const { candidates, noneLogit } = weigh(fieldOf(pair({}), SCENE))
    const logits = new Map(candidates.map(({ proposal, logit }) => [proposal.entity, logit]))
    const faint = (over: Over) =>
      pair(over).map((one) => ({
        ...one,
        people: 2 ** ((noneLogit - 0.3 - (logits.get(one.proposal.entity) ?? 0)) / CANDIDATE_WEIGHTS.people),
      }))

    expect(named(faint({})).causes).toEqual([])
    expect(named(faint({ act: 'scaling' })).causes.toSorted()).toEqual([BASKET, QUOTES])
  })

  it('puts who is hurt behind whom it waits on, and names one', () => {
    expect(named([at(STOREFRONT, { basis: 'measured' }), at(QUOTES, { basis: 'measured' })])).toEqual({
      causes: [QUOTES],
      rivals: [STOREFRONT],
    })
  })

  it('names an entity once, by the likelier of its mechanisms', () => {
    const { causes, rivals } = select([at(QUOTES, { mechanism: 'numbers', basis: 'inferred' }), at(QUOTES, { mechanism: 'stated' })], SCENE)

    expect(causes.map(({ proposal }) => proposal.mechanism)).toEqual(['stated'])
    expect(rivals).toEqual([])
  })

  it('names a second cause of what the first leaves over, and never more surely than the first', () => {
    const alert = {
      name: 'RequestErrorRate',
      state: 'firing' as const,
      labels: {},
      summary: '',
      startsAt: minute(21),
      endsAt: null,
      value: 1,
    }
    const alerts = [BASKET, QUOTES].map((entity) => ({ ...alert, entity }))
    const scene = buildScene(factsOf({ ...ROWS, alerts }))
    const stated = (entity: typeof BASKET | typeof QUOTES) =>
      mustExplain(aProposal({ entity, victims: [entity], basis: 'witnessed', effects: ['error_rate', 'latency'] }), scene)
    const { causes } = select([stated(BASKET), stated(QUOTES)], scene)

    expect(causes.map(({ proposal, beside }) => [proposal.entity, beside])).toEqual([
      [QUOTES, undefined],
      [BASKET, 'left_over'],
    ])
    const [first = 0, second = 0] = causes.map((cause) => confidenceOf(cause, 0))
    expect(second).toBeLessThanOrEqual(first)
  })

  it('names no second cause for which numbers alone speak', () => {
    expect(named([at(BASKET, { basis: 'inferred' }), at(QUOTES)]).causes).toEqual([QUOTES])
  })

  it('takes what one act put in place for one fault, which is no rival of itself', () => {
    const act = 'scaled down together'
    const both = select([at(BASKET, { act }), at(QUOTES, { act })], SCENE)
    const alone = select([at(QUOTES, { act })], SCENE)

    expect(both.causes.map(({ beside }) => beside)).toEqual([undefined, 'same_act'])
    expect(both.causes.map((cause) => confidenceOf(cause, 0))[0]).toBeCloseTo(
      alone.causes.map((cause) => confidenceOf(cause, 0))[0] ?? 0,
      1,
    )
  })
})

describe('causal/confidence, of one cause', () => {
  it('lies between whole and missing as far as the hole weighs, and a missing source leaves room for one as good', () => {
    const [cause] = select([at(QUOTES)], SCENE).causes
    if (cause === undefined) throw new Error('no cause')

    const [whole = 0, half = 0, missing = 0] = [0, 0.5, 1].map((holes) => confidenceOf(cause, holes))

    expect(missing).toBeLessThan(0.5)
    expect(half).toBeGreaterThan(missing)
    expect(whole).toBeGreaterThan(half)
  })

  it('is lower where somebody disputes it', () => {
    const [cause] = select([at(QUOTES)], SCENE).causes
    if (cause === undefined) throw new Error('no cause')

    expect(confidenceOf({ ...cause, isDisputed: true }, 0)).toBeLessThan(confidenceOf(cause, 0))
  })
})
