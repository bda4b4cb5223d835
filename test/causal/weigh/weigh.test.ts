import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import type { Candidate } from '../../../src/causal/weigh/explain.ts'
import type { SymptomKind } from '../../../src/causal/scene/symptoms/symptom.ts'
import { CANDIDATE_FEATURES, NONE_FEATURES } from '../../../src/causal/weigh/feature.ts'
import { fieldOf, leftOver } from '../../../src/causal/weigh/field.ts'
import { amongWithout, logitOf, probabilityOf, weigh, type CandidateValues } from '../../../src/causal/weigh/weigh.ts'
import { CANDIDATE_WEIGHTS, NONE_WEIGHTS } from '../../../src/causal/weigh/weights.ts'
import { calls, depends, factsOf, minute, OVERVIEW, version } from '../../support/facts.ts'
import { aProposal, mustExplain } from '../../support/proposal.ts'

const BASKET = 'shop/Service/basket' as const
const QUOTES = 'shop/Service/quotes' as const

/** Quotes fails, and basket, which waits on it. */
const ROWS = {
  overview: [OVERVIEW],
  service_calls: [calls(BASKET, { from: { at: 21, errors: 40 } }), calls(QUOTES, { from: { at: 20, errors: 60 } })],
  dependencies: [depends(BASKET, QUOTES)],
}
const SCENE = buildScene(factsOf(ROWS))

const POD = 'shop/Pod/receipts-7d9f' as const
const CRASHING = {
  status: { phase: 'Running', containerStatuses: [{ name: 'receipts', state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
}

const at = (entity: typeof BASKET | typeof QUOTES, over: Parameters<typeof aProposal>[0] = {}): Candidate =>
  mustExplain(aProposal({ entity, victims: [entity], basis: 'inferred', ...over }), SCENE)

function valuesOf(candidate: Candidate, others: readonly Candidate[] = [], scene = SCENE): CandidateValues {
  const weighed = weigh(fieldOf([candidate, ...others], scene)).candidates.find(({ proposal }) => proposal === candidate.proposal)
  if (weighed === undefined) throw new Error('it was not weighed')
  return weighed.values
}

describe('causal/weigh', () => {
  it('has a weight for every feature, of the sign that the feature must have', () => {
    const weights: Readonly<Record<string, number>> = { ...CANDIDATE_WEIGHTS, ...NONE_WEIGHTS }
    const definitions = Object.entries({ ...CANDIDATE_FEATURES, ...NONE_FEATURES })

    expect(Object.keys(weights)).toEqual(definitions.map(([name]) => name))
    expect(definitions.filter(([name, { sign }]) => (weights[name] ?? Number.NaN) * sign < 0)).toEqual([])
  })

  it('gives probabilities of all candidates and of none that sum to 1, in the order of the logits', () => {
    const { candidates, none } = weigh(fieldOf([at(BASKET), at(QUOTES), at(QUOTES, { basis: 'witnessed' })], SCENE))

    expect(candidates.reduce((sum, { probability }) => sum + probability, none)).toBeCloseTo(1)
    expect(candidates.map(({ logit }) => logit)).toEqual(candidates.map(({ values }) => logitOf(values)))
    expect(candidates.map(({ proposal: { entity, basis } }) => [entity, basis])).toEqual([
      [QUOTES, 'witnessed'],
      [QUOTES, 'inferred'],
      [BASKET, 'inferred'],
    ])
  })

  it('says none of these with certainty where nothing was proposed', () => {
    expect(weigh(fieldOf([], SCENE))).toMatchObject({ candidates: [], none: 1 })
  })

  it('adds the ways in which one entity may be the cause, and shares out what is taken away', () => {
    const among = weigh(fieldOf([at(BASKET), at(QUOTES), at(QUOTES, { basis: 'witnessed' })], SCENE))

    const rest = amongWithout(new Set([QUOTES]), among)

    expect(probabilityOf(QUOTES, among) + probabilityOf(BASKET, among) + among.none).toBeCloseTo(1)
    expect(probabilityOf(BASKET, rest) + rest.none).toBeCloseTo(1)
    expect(probabilityOf(BASKET, rest) / rest.none).toBeCloseTo(probabilityOf(BASKET, among) / among.none)
  })
})

describe('causal/weigh/features-of', () => {
  it('says that who waits on a failing callee suffers from it, and how sure that one is', () => {
    const [numbers, changed, stated] = (['inferred', 'changed', 'witnessed'] as const).map((basis) =>
      valuesOf(at(BASKET), [at(QUOTES, { basis })]),
    )

    expect([numbers, changed, stated].map((values) => [values?.suffers, values?.suffers_traced, values?.suffers_stated])).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ])
    expect(valuesOf(at(QUOTES), [at(BASKET)]).suffers).toBe(0)
  })

  it('hears that of a change of something else, by whom that would hurt', () => {
    const settingsOf = (victim: typeof BASKET | typeof QUOTES) =>
      mustExplain(aProposal({ entity: 'shop/ConfigMap/settings', victims: [victim], basis: 'changed' }), SCENE)

    expect(valuesOf(settingsOf(BASKET), [at(QUOTES)]).suffers).toBe(1)
    expect(valuesOf(settingsOf(QUOTES), [at(QUOTES)]).suffers).toBe(0)
  })

  it('does not count who was taken away in vain among those who hurt', () => {
    expect(valuesOf(at(BASKET), [{ ...at(QUOTES), people: 0.5 }]).suffers).toBe(0)
  })

  it('tells a change that came after its symptom from a fault that was seen after it', () => {
    const late = { since: minute(30) }

    expect(valuesOf(at(QUOTES, { ...late, basis: 'changed' }))).toMatchObject({ afterwards: 1, late: 0, delay: 0 })
    expect(valuesOf(at(QUOTES, late))).toMatchObject({ afterwards: 0, late: 1, delay: 0 })
    expect(valuesOf(at(QUOTES, { since: null, basis: 'changed' }))).toMatchObject({ delay: 0, afterwards: 0 })
  })

  it('measures how long something with a time of its own took to show, by what such things take', () => {
    const [early, late, sooner] = [
      { since: minute(5), basis: 'changed' as const },
      { since: minute(19), basis: 'changed' as const },
      { since: minute(5), showsWithin: 30 },
    ].map((over) => valuesOf(at(QUOTES, over)).delay)

    expect([early, late, sooner].every((delay) => delay !== undefined && delay > 0)).toBe(true)
    expect(early).toBeGreaterThan(late ?? Number.NaN)
    expect(sooner).toBeGreaterThan(early ?? Number.NaN)
    expect(valuesOf(at(QUOTES, { since: minute(5) })).delay).toBe(0)
  })

  it('counts in doublings how often the same happened without harm', () => {
    expect([undefined, 1, 3].map((times) => valuesOf(at(QUOTES, times === undefined ? {} : { harmlessBefore: times })).returning)).toEqual([
      0, 1, 2,
    ])
  })

  it('tells what explains nothing that departed, and how long it was so before users felt anything', () => {
    const elsewhere = { ...at(QUOTES, { basis: 'witnessed', since: minute(5) }), explained: [], direct: [] }

    expect(valuesOf(elsewhere)).toMatchObject({ unfelt: 1, idle: 4, standing: 0 })
    expect(valuesOf(at(QUOTES))).toMatchObject({ unfelt: 0, idle: 0, standing: 0 })
  })

  it('measures apart how long it was so before it did harm', () => {
    const early = aProposal({ entity: QUOTES, victims: [QUOTES], basis: 'witnessed', since: minute(5) })
    const restarted = {
      ...SCENE,
      symptoms: SCENE.symptoms.map((symptom) => ({ ...symptom, kind: 'saturation' as const, since: minute(5) })),
    }
    const own = mustExplain({ ...early, effects: ['error_rate'] }, SCENE)
    const before = { ...own, explained: [...own.explained, ...restarted.symptoms.filter(({ entity }) => entity === QUOTES)] }

    expect(valuesOf(before)).toMatchObject({ standing: 4, idle: 0 })
  })

  it('counts what was wrong before with what stands since then', () => {
    const scene = buildScene(factsOf({ ...ROWS, object_versions: [version(POD, CRASHING, { at: -60 })] }))
    const own = aProposal({ entity: POD, victims: [POD], basis: 'witnessed', effects: ['container_restart'] })

    expect(valuesOf(mustExplain(own, scene), [], scene).idle).toBeCloseTo(Math.log2(1 + 80))
  })

  it('takes what was changed before all trouble of another, and accounts for it, for no victim of that', () => {
    const stated = at(QUOTES, { basis: 'witnessed', effects: ['error_rate', 'latency'] })
    const suffering = (since: Date | null) => {
      const changed = { basis: 'recent' as const, since: minute(19), effects: ['error_rate' as const], spreadsFrom: since }
      const candidate = mustExplain(aProposal({ entity: BASKET, victims: [BASKET], ...changed }), SCENE)
      return valuesOf(candidate, [candidate, stated]).suffers_stated
    }

    expect([suffering(null), suffering(minute(19))]).toEqual([1, 0])
  })

  it('says for how long all that it did has been over, and that people ask for less is no harm that goes on', () => {
    const candidate = at(QUOTES)
    const over = { ...candidate, explained: candidate.explained.map((symptom) => ({ ...symptom, until: minute(30) })) }

    const less = over.explained.slice(0, 1).map((symptom) => ({ ...symptom, kind: 'traffic_drop' as const, until: null }))
    const asleep = { ...over, explained: [...over.explained, ...less] }
    const minutes = [candidate, over, asleep, { ...over, explained: [] }].map((one) => 2 ** valuesOf(one).passed - 1)

    expect(minutes.map(Math.round)).toEqual([0, 10, 10, 0])
  })

  it('counts no coverage where users were watched and none is hurt', () => {
    const down = version('shop/Deployment/preview', { spec: { replicas: 1 }, status: { replicas: 1, unavailableReplicas: 1 } })
    const preview = aProposal({ entity: 'shop/Deployment/preview', victims: ['shop/Deployment/preview'], effects: ['workload_unready'] })
    const coverageWith = (...served: readonly ReturnType<typeof calls>[]) => {
      const scene = buildScene(factsOf({ overview: [OVERVIEW], object_versions: [down], service_calls: served }))
      return valuesOf(mustExplain(preview, scene), [], scene).coverage
    }

    expect(coverageWith()).toBe(1)
    expect(coverageWith(calls(BASKET))).toBe(0)
    // Calls that were only counted say nothing of how they went.
    const nothing = { errors: [], p95Ms: [] }
    expect(coverageWith({ ...calls(BASKET), ...nothing })).toBe(1)
    expect(coverageWith(calls(BASKET, { from: { at: 20, errors: 60 } }))).toBeGreaterThan(0)
  })

  it('counts the places of which alerts tell whose alerts it accounts for', () => {
    const fired = {
      name: 'Errors',
      state: 'firing',
      labels: {},
      summary: 'calls fail',
      startsAt: minute(24),
      endsAt: null,
      value: null,
    } as const
    const woken = buildScene(factsOf({ ...ROWS, alerts: [{ ...fired, entity: QUOTES }] }))
    const alerted = (entity: typeof BASKET | typeof QUOTES) =>
      valuesOf(mustExplain(aProposal({ entity, victims: [entity], basis: 'inferred' }), woken), [], woken).alerted

    expect([alerted(QUOTES), alerted(BASKET), valuesOf(at(QUOTES)).alerted]).toEqual([1, 0, 0])
  })

  it('says that nobody calls what it hurts only of programs that were read, where calls were counted', () => {
    const preview = 'shop/Deployment/preview'
    const objects = [version(preview, { spec: { replicas: 1 }, status: { readyReplicas: 0 } })]
    const { service_calls, ...uncounted } = { ...ROWS, object_versions: objects }
    const [counted, called, unread] = [
      { ...uncounted, service_calls },
      { ...uncounted, service_calls, dependencies: [depends(BASKET, preview)] },
      uncounted,
    ].map((rows) => buildScene(factsOf(rows)))
    const own = aProposal({ entity: preview, victims: [preview], effects: ['workload_unready'] })
    const uncalledIn = (scene = SCENE, proposal = own) => valuesOf(mustExplain(proposal, scene), [], scene).uncalled

    expect([counted, called, unread].map((scene) => uncalledIn(scene))).toEqual([1, 0, 0])
    const outside = aProposal({ entity: 'external/Provider/cards', victims: ['external/Provider/cards'], basis: 'witnessed' })
    expect(uncalledIn(counted, outside)).toBe(0)
  })

  it('counts kinds of effect that are seen', () => {
    const values = valuesOf(at(QUOTES, { effects: ['error_rate', 'latency', 'node_unhealthy'] }))

    expect(values).toMatchObject({ direct: 1, missing: 0, contrary: 0 })
    expect(values.seen).toBeCloseTo(1 / 3)
  })

  it('counts what must show and does not, where the calls would show it', () => {
    const must = (...musts: readonly SymptomKind[]) => valuesOf(at(QUOTES, { effects: musts, musts })).missing

    expect(must('error_rate', 'latency')).toBeCloseTo(1 / 2)
    expect(must('error_rate')).toBe(0)
    expect(must('container_restart', 'saturation')).toBe(0)
  })

  it('says that something is seen for which the fault leaves no room', () => {
    const values = (kind: SymptomKind) => valuesOf(at(QUOTES, { mustNots: [kind] })).contrary

    expect([values('error_rate'), values('container_restart')]).toEqual([1, 0])
  })

  it('counts what is odd in the same way, and only that', () => {
    const odd = at(QUOTES, { basis: 'static' })

    expect(valuesOf(odd, [at(BASKET, { basis: 'static' })]).common).toBeCloseTo(Math.log(2))
    expect(valuesOf(odd).common).toBe(0)
    expect(valuesOf(at(QUOTES), [at(BASKET)]).common).toBe(0)
  })

  it('counts a fit in halvings, to a limit', () => {
    expect([1, 0.5, 0.25, 0].map((fit) => valuesOf(at(QUOTES, { fit })).fit)).toEqual([0, 1, 2, 5])
  })
})

describe('causal/weigh/field', () => {
  it('leaves over what a cause does not explain, with who explains some of that', () => {
    const [first, second] = [at(BASKET, { basis: 'witnessed' }), at(QUOTES)]

    const left = leftOver([first], fieldOf([first, second], SCENE))

    expect(left?.isLeftOver).toBe(true)
    expect(left?.symptoms.every((symptom) => !first.explained.includes(symptom))).toBe(true)
    expect(left?.candidates.map(({ proposal }) => proposal.entity)).toEqual([QUOTES])
    expect(leftOver([second], fieldOf([first, second], SCENE))).toBeNull()
  })
})
