import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { missingOf } from '../../../../src/causal/weigh/why/missing-of.ts'
import { calls, depends, factsOf, minute, OVERVIEW } from '../../../support/facts.ts'
import { aProposal, mustExplain } from '../../../support/proposal.ts'

const BASKET = 'shop/Service/basket'
const QUOTES = 'shop/Service/quotes'
const STOREFRONT = 'shop/Service/storefront'

/** Quotes fails from minute 20 on, and the storefront, which waits on it; the basket fails by itself. */
const SCENE = buildScene(
  factsOf({
    overview: [OVERVIEW],
    service_calls: [
      calls(QUOTES, { from: { at: 20, errors: 60 } }),
      calls(STOREFRONT, { from: { at: 20, errors: 50 } }),
      calls(BASKET, { from: { at: 20, errors: 40 } }),
    ],
    dependencies: [depends(STOREFRONT, QUOTES)],
  }),
)
const LEAD = mustExplain(aProposal({ entity: 'shop/Deployment/quotes', basis: 'witnessed', victims: [QUOTES] }), SCENE)

function textsOf(over: Parameters<typeof aProposal>[0], lead: typeof LEAD | null = LEAD): readonly string[] {
  return missingOf(mustExplain(aProposal(over), SCENE), lead === null ? [] : [lead], SCENE).map(({ text }) => text)
}

describe('causal/weigh/why/missing-of', () => {
  it('says of a late change when it came, and how long after which symptom', () => {
    expect(textsOf({ since: minute(25) })[0]).toBe(
      'It came at 14:05:00 UTC, 5 min after the first symptom (failing calls at Service basket, 14:00:00 UTC); a cause is there first.',
    )
  })

  it('says of an old one that it did no harm for so long, and of one without a time by when it would have had to be there', () => {
    expect(textsOf({ since: minute(-400) })[0]).toBe(
      'It is so since 2026-05-27 07:00:00 UTC; it would have had to do harm before 7 h 0 min had passed.',
    )
    expect(textsOf({ since: null })[0]).toBe('No record says since when it is so; it would have had to be there by 14:00:00 UTC.')
  })

  it('says what its trace lacks, by its kind', () => {
    expect(textsOf({ basis: 'inferred' })).toContain(
      'No record shows a fault of Service basket itself; what it shows may come from elsewhere.',
    )
    expect(textsOf({ basis: 'measured' })).toContain('No record says what is wrong at Service basket; only its numbers stand out.')
    expect(textsOf({ basis: 'static' })).toContain('No record shows that what is odd at Service basket did harm.')
    expect(textsOf({ basis: 'changed' })).toContain('No record states a failure by this change; for Deployment quotes one does.')
  })

  it('leaves out what the cause lacks as well', () => {
    const undated = mustExplain(aProposal({ entity: 'shop/Deployment/quotes', basis: 'inferred', since: null, victims: [QUOTES] }), SCENE)

    const texts = textsOf({ basis: 'inferred', since: null }, undated)

    expect(texts.filter((text) => text.startsWith('No record'))).toEqual([])
  })

  it('says whom it waits on, since when that is in trouble and because of what', () => {
    expect(textsOf({ entity: STOREFRONT, victims: [STOREFRONT] })).toContain(
      'It waits on Service quotes, in trouble since 14:00:00 UTC because of Deployment quotes; it would have had to fail without that.',
    )
    expect(textsOf({ entity: QUOTES, victims: [QUOTES] })).toContain(
      'Deployment quotes hurts it directly since 14:00:00 UTC; it would have had to fail without that.',
    )
  })

  it('counts what it leaves, and says when it explains nothing besides', () => {
    expect(textsOf({ entity: STOREFRONT, victims: [STOREFRONT] })).toContain(
      'It leaves 1 of the 2 symptoms that Deployment quotes explains, such as failing calls at Service quotes.',
    )
    expect(textsOf({ entity: QUOTES, victims: [QUOTES] })).toContain(
      'It explains the same 2 symptoms that Deployment quotes explains, and none besides.',
    )
  })

  it('says of one that explains nothing of it that it does not', () => {
    const [only] = missingOf(mustExplain(aProposal({ basis: 'witnessed' }), SCENE), [LEAD], SCENE)

    expect(only?.text).toBe('It explains none of the 2 symptoms that Deployment quotes explains, such as failing calls at Service quotes.')
  })

  it('compares a rival with the cause that explains most of what it would', () => {
    const basket = mustExplain(aProposal({ entity: 'shop/Deployment/basket', basis: 'witnessed', victims: [BASKET] }), SCENE)

    const texts = missingOf(mustExplain(aProposal({ basis: 'witnessed' }), SCENE), [LEAD, basket], SCENE).map(({ text }) => text)

    expect(texts).toContain('It explains the one symptom that Deployment basket explains, and none besides.')
  })

  it('names effects that were not seen only where what was read would show them', () => {
    const effects = ['error_rate', 'latency', 'throttling', 'container_restart'] as const

    const texts = textsOf({ entity: QUOTES, basis: 'witnessed', victims: [QUOTES], effects })

    expect(texts).toContain('Not seen at Service quotes, although its calls were read until 14:20:00 UTC: slow answers.')
  })

  it('says of a rival to no cause how little it explains', () => {
    expect(textsOf({}, null)).toContain('It explains 1 of 3 symptoms, 26 of 100 of the harm.')
  })

  it('says what would tell a rival apart that lacks nothing', () => {
    const all = aProposal({ basis: 'witnessed', victims: [BASKET, QUOTES], disprovenBy: 'a basket that works' })

    expect(missingOf(mustExplain(all, SCENE), [LEAD], SCENE)).toEqual([
      { text: 'Nothing that it would show is missing; this would tell them apart: a basket that works.', citations: [] },
    ])
  })

  it('says four things at most', () => {
    const texts = textsOf({
      entity: STOREFRONT,
      basis: 'inferred',
      since: minute(25),
      victims: [STOREFRONT],
      effects: ['error_rate', 'latency'],
    })

    expect(texts).toHaveLength(4)
  })
})
