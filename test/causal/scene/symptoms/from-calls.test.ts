import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { stepped } from '../../../support/call-facts.ts'
import { calls, factsOf, minute, OVERVIEW, START, STEPS } from '../../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const QUOTES = 'shop/Service/quotes'

function trafficOf(counts: readonly (number | null)[], others: readonly (number | null)[] = stepped(100, 0, 100)) {
  const rows = [
    { ...calls(BASKET), counts: [...counts] },
    { ...calls(QUOTES), counts: [...others] },
  ]
  const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], service_calls: rows }))
  return symptoms.filter(({ kind }) => kind.startsWith('traffic')).map(({ kind, entity }) => `${entity} ${kind}`)
}

describe('causal/scene/symptoms/from-calls', () => {
  it('hears traffic that stops, and none that changes as few calls do by chance', () => {
    expect(trafficOf(stepped(30, 25, 0))).toEqual([`${BASKET} traffic_drop`])
    expect(trafficOf([...Array(4).fill(5), 2, 2, 2, ...Array(STEPS - 7).fill(5)])).toEqual([])
  })

  it('takes steps in which nobody at all was called for a hole in the recording, but an end that lasts for silence', () => {
    const hole = Array.from({ length: STEPS }, (_, step) => (step >= 25 && step < 30 ? 0 : 100))

    expect(trafficOf(hole, hole)).toEqual([])
    expect(trafficOf(stepped(100, 25, 0), stepped(100, 25, 0))).toHaveLength(2)
  })

  it('hears a service of which most calls fail from the first step on, and none of which a few always do', () => {
    const failing = (errors: number) => {
      const rows = [calls(BASKET, { from: { at: 0, errors } }), calls(QUOTES)]
      const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], service_calls: rows }))
      return symptoms.filter(({ kind }) => kind === 'error_rate').map(({ entity, since, until, text }) => [entity, since, until, text])
    }

    expect(failing(90)).toEqual([[BASKET, START, null, 'shop/Service/basket: 89 % of calls fail']])
    expect(failing(30)).toEqual([])
  })

  it('hears calls that fail of a service of which nothing was counted before', () => {
    const late = (errors: number) => {
      const counts = stepped<number | null>(null, 20, 100)
      const rows = [{ ...calls(BASKET), counts, errors: stepped<number | null>(null, 20, errors) }, calls(QUOTES)]
      const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], service_calls: rows }))
      return symptoms.filter(({ kind }) => kind === 'error_rate').map(({ text }) => text)
    }

    expect(late(40)).toEqual(['shop/Service/basket: 40 % of calls fail'])
    expect(late(2)).toEqual([])
  })

  it('compares no number of calls with those before all of them were counted', () => {
    const rows = (more: object) => [{ ...calls(BASKET), counts: stepped(30, 20, 100), ...more }, calls(QUOTES)]
    const surges = (more: object) =>
      buildScene(factsOf({ overview: [OVERVIEW], service_calls: rows(more) })).symptoms.filter(({ kind }) => kind === 'traffic_surge')

    expect(surges({})).toHaveLength(1)
    expect(surges({ countedFrom: minute(20) })).toEqual([])
  })
})
