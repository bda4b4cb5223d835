import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { chaosExperiment } from '../../../src/causal/families/chaos-experiment.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { calls, factsOf, minute, OVERVIEW } from '../../support/facts.ts'

function event(entity: EntityId, reason: string, at: { readonly minutes: number; readonly message: string }) {
  const moment = minute(at.minutes)
  return { entity, reason, severity: 'Normal' as const, message: at.message, count: 1, firstAt: moment, lastAt: moment }
}

function applied(entity: EntityId, minutes: number) {
  return event(entity, 'Applied', { minutes, message: 'Successfully apply chaos for shop/quotes-7f9c-abcde' })
}

function proposalsFor(...events: ReturnType<typeof event>[]) {
  const slow = calls('shop/Service/quotes', { from: { at: 20, p95: 3000 } })
  return chaosExperiment.propose(buildScene(factsOf({ overview: [OVERVIEW], kubernetes_events: events, service_calls: [slow] })))
}

describe('causal/families/chaos-experiment', () => {
  it('names the experiment that was applied and takes its target from the event, not from its name', () => {
    const [proposal] = proposalsFor(applied('chaos/NetworkChaos/basket-delay-abcde', 20))

    expect(proposal).toMatchObject({
      entity: 'chaos/NetworkChaos/basket-delay-abcde',
      mechanism: 'chaos_network',
      victims: ['shop/Pod/quotes-7f9c-abcde'],
      basis: 'witnessed',
      since: minute(20),
    })
  })

  it('takes the incarnations of one schedule for one experiment, and leaves a trial run long before aside', () => {
    const proposals = proposalsFor(
      applied('chaos/NetworkChaos/delay-aaaaa', 1),
      applied('chaos/NetworkChaos/delay-bbbbb', 20),
      applied('chaos/NetworkChaos/delay-ccccc', 21),
    )

    expect(proposals.map(({ entity, since }) => [entity, since])).toEqual([['chaos/NetworkChaos/delay-bbbbb', minute(20)]])
  })

  it('counts how often one was applied before anything was felt', () => {
    const again = [1, 6, 11, 16, 21].map((minutes) => applied(`chaos/NetworkChaos/delay-aaaa${minutes % 10}`, minutes))
    const [proposal] = proposalsFor(...again)

    expect(proposal).toMatchObject({ mechanism: 'chaos_network', basis: 'witnessed', harmlessBefore: 3 })
    expect(proposal?.against.map(({ text }) => text)).toEqual(['it was applied 3 times before, and nothing was felt of that'])
  })

  it('says nothing of an experiment that only recovered, nor of other kinds', () => {
    const recovered = event('chaos/PodChaos/kill-abcde', 'Recovered', {
      minutes: 20,
      message: 'Successfully recover chaos for shop/quotes-1',
    })
    const rollout = event('shop/Deployment/quotes', 'Applied', { minutes: 20, message: 'applied for shop/quotes-1' })

    expect(proposalsFor(recovered, rollout)).toEqual([])
  })
})
