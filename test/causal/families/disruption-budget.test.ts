import { describe, expect, it } from 'vitest'
import { disruptionBudget } from '../../../src/causal/families/disruption-budget.ts'
import { version } from '../../support/facts.ts'
import { event, node, pod, POD, proposalsOf, replicaSet, workload } from './cluster.ts'

const BUDGET = 'shop/PodDisruptionBudget/basket'
const REFUSED = event(POD, 'EvictionBlocked', "Cannot evict pod as it would violate the pod's disruption budget: basket-6d5f-x2x4z")

function budget(maxUnavailable: number) {
  return version(BUDGET, { spec: { maxUnavailable, selector: { matchLabels: { app: 'basket' } } } })
}

const CLOSED = node('a', { spec: { unschedulable: true } })

describe('causal/families/disruption-budget', () => {
  it('names a budget that refused an eviction, and one that could have less surely', () => {
    const objects = [workload(), replicaSet(), pod(), budget(0), CLOSED]

    expect(proposalsOf(disruptionBudget, { objects, events: [REFUSED] })).toEqual([`${BUDGET} disruption_budget_blocks witnessed`])
    expect(proposalsOf(disruptionBudget, { objects })).toEqual([`${BUDGET} disruption_budget_blocks static`])
  })

  it('says nothing of a strict budget that nobody ran into', () => {
    expect(proposalsOf(disruptionBudget, { objects: [workload(), replicaSet(), pod(), budget(0), node('a')] })).toEqual([])
  })

  it('says nothing of a budget that lets pods go one by one', () => {
    expect(proposalsOf(disruptionBudget, { objects: [workload(), replicaSet(), pod(), budget(1), CLOSED], events: [REFUSED] })).toEqual([])
  })
})
