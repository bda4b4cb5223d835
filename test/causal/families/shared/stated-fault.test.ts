import { describe, expect, it } from 'vitest'
import * as families from '../../../../src/causal/families/index.ts'
import { statedFault, type StatedFamily } from '../../../../src/causal/families/shared/stated-fault.ts'
import { byHand } from '../../../../src/causal/families/shared/remedies.ts'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { isPlainWords } from '../../../../src/domain/plain-words.ts'
import type { Rows } from '../../../../src/domain/telemetry-rows.ts'
import { busyFactsOf, calls, depends, minute, OVERVIEW, START, STEP_SECONDS, STEPS } from '../../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const STORE = 'shop/Service/orders-db'
const FAILING = calls(BASKET, { from: { at: 25, errors: 90 } })

const FULL = statedFault({
  mechanism: 'jar_full',
  statements: [
    { words: /jar is full/, source: 'jars', example: 'jar is full' },
    { words: /refused by jar/, source: 'jars, to those who ask', example: 'refused by jar', of: 'callee' },
    { words: /waiting for a jar/, source: 'those who wait', example: 'waiting for a jar', isEffect: true },
  ],
  notWith: /lid is shut/,
  measures: [{ metric: /jar_used/, goes: 'up', source: 'the jar exporter', example: 'jar_used_ratio' }],
  effects: ['error_rate', 'latency'],
  disprovenBy: 'room in',
  remedy: () => byHand('other', 'take another jar', { risk: 'None.', undo: 'Put it back.' }),
})

function line(example: string, entity: Rows['log_patterns']['entity'] = BASKET): Omit<Rows['log_patterns'], 'locator'> {
  const counts = { incidentCount: 4, baselineCount: 0, firstAt: minute(25), lastAt: minute(39) }
  return { entity, pattern: example, severity: 'error', ...counts, example }
}

function used(to: number): Omit<Rows['series'], 'locator'> {
  const values = Array.from({ length: STEPS }, (_, step) => (step < 25 ? 50 + (step % 3) : to + (step % 3)))
  return { entity: BASKET, metric: 'jar_used_ratio', meaning: 'other', startAt: START, stepSeconds: STEP_SECONDS, values }
}

function proposed(rows: Parameters<typeof busyFactsOf>[0], asked: StatedFamily = FULL) {
  return asked.propose(buildScene(busyFactsOf({ overview: [OVERVIEW], ...rows })))
}

describe('causal/families/shared/stated-fault', () => {
  it('names who says of itself what is wrong, since it says so, while somebody is hurt', () => {
    expect(proposed({ service_calls: [FAILING], log_patterns: [line('the jar is full')] })).toEqual([
      expect.objectContaining({ entity: BASKET, mechanism: 'jar_full', basis: 'witnessed', since: minute(25), isReasonUnknown: false }),
    ])
  })

  it('is silent where nobody is hurt, and where nobody says so', () => {
    expect(proposed({ service_calls: [calls(BASKET)], log_patterns: [line('the jar is full')] })).toEqual([])
    expect(proposed({ service_calls: [FAILING], log_patterns: [line('the jar is empty')] })).toEqual([])
  })

  it('names the callee whose words are repeated, and only measures where it cannot tell who that is', () => {
    const said = [line('refused by jar orders-db')]

    expect(proposed({ service_calls: [FAILING], dependencies: [depends(BASKET, STORE)], log_patterns: said })).toEqual([
      expect.objectContaining({ entity: STORE, basis: 'witnessed' }),
    ])
    expect(proposed({ service_calls: [FAILING], log_patterns: said })).toEqual([
      expect.objectContaining({ entity: BASKET, basis: 'measured', isReasonUnknown: false }),
    ])
  })

  it('takes words for how something shows as no reason', () => {
    expect(proposed({ service_calls: [FAILING], log_patterns: [line('waiting for a jar')] })).toEqual([
      expect.objectContaining({ basis: 'measured', isReasonUnknown: false }),
    ])
  })

  it('takes the words that clients repeat for those of the server, where one says them that is called and calls nobody', () => {
    const said = [line('refused by jar', STORE)]

    expect(proposed({ service_calls: [FAILING], dependencies: [depends(BASKET, STORE)], log_patterns: said })).toEqual([
      expect.objectContaining({ entity: STORE, basis: 'witnessed' }),
    ])
  })

  it('ended with the last of what tells of it, and lasts while some of that does', () => {
    const over = { ...line('jar is full'), lastAt: minute(30) }
    const endOf = (...said: readonly Omit<Rows['log_patterns'], 'locator'>[]) =>
      proposed({ service_calls: [FAILING], log_patterns: said }).map(({ endedAt }) => endedAt)

    expect(endOf(over)).toEqual([minute(30)])
    expect(endOf(over, line('waiting for a jar'))).toEqual([null])
  })

  it('measures by numbers alone, when they go the wrong way', () => {
    expect(proposed({ service_calls: [FAILING], series: [used(99)] })).toEqual([
      expect.objectContaining({ entity: BASKET, basis: 'measured', since: minute(25), isReasonUnknown: true }),
    ])
    expect(proposed({ service_calls: [FAILING], series: [used(10)] })).toEqual([])
  })

  it('is silent about whoever says that it is another fault', () => {
    const said = [line('jar is full'), line('the lid is shut'), line('the jar is full', STORE)]

    expect(proposed({ service_calls: [FAILING], log_patterns: said })).toEqual([expect.objectContaining({ entity: STORE })])
  })

  it('does not take an alert for a statement', () => {
    const alert = { name: 'the jar is full', entity: BASKET, state: 'firing', labels: {}, summary: '', endsAt: null, value: null } as const

    expect(proposed({ service_calls: [FAILING], alerts: [{ ...alert, startsAt: minute(26) }] })).toEqual([])
  })
})

const STATED = Object.values(families).flatMap((one) => ('fault' in one ? [one] : []))

describe.each(STATED.map((one) => [one.name, one] as const))('causal/families: %s', (_, stated) => {
  const { fault } = stated

  it.each(fault.statements.map(({ example, words }) => [example, words]))('is told by: %s', (example, words) => {
    expect(example).toMatch(words)
    expect(proposed({ service_calls: [FAILING], log_patterns: [line(example)] }, stated)).toHaveLength(1)
  })

  it('is told by the measures that it names', () => {
    for (const { metric, example } of fault.measures ?? []) expect(example).toMatch(metric)
  })

  it('proposes what can be said, with a risk and a way back', () => {
    const { what, risk, undo } = fault.remedy(STORE)

    for (const words of [what, risk, undo.what, fault.disprovenBy]) expect(words).toSatisfy(isPlainWords)
  })
})
