import { parseEntity } from '../../domain/entity.ts'
import { mapAt, numberAt, textAt } from '../scene/kubernetes/fields.ts'
import { findEvents, quoteEvent, quoteState } from '../scene/kubernetes/states-and-events.ts'
import type { HeldEvent, ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { removeObject } from './shared/remedies.ts'

/** The eviction API refuses with these words (kubernetes/pkg/registry/core/pod/storage/eviction.go). */
const REFUSED = /violate the pod'?s disruption budget/i

/** A PodDisruptionBudget that allows no disruption, so that a drain, move or rollout of its pods cannot finish. */
export const disruptionBudget = family('disruption_budget_blocks', (scene) => {
  const [refusal] = findEvents(scene, REFUSED)
  const [cordoned] = scene.objects.current('Node').filter(({ row }) => textAt(row.object, 'spec', 'unschedulable') === 'true')
  if (refusal === undefined && cordoned === undefined) return []
  const budgets = scene.objects.current('PodDisruptionBudget').filter(allowsNothing)
  return budgets.map((budget) => findingFor(budget, { refusal, cordoned, scene }))
})

/** Strict by its own rule, or by what the controller computed from it. */
function allowsNothing({ row }: ObjectVersion): boolean {
  const maxUnavailable = textAt(row.object, 'spec', 'maxUnavailable')
  const minAvailable = textAt(row.object, 'spec', 'minAvailable')
  if (maxUnavailable === '0' || maxUnavailable === '0%' || minAvailable === '100%') return true
  const status = mapAt(row.object, 'status')
  return (
    numberAt(status, 'disruptionsAllowed') === 0 &&
    (numberAt(status, 'expectedPods') ?? 0) > 0 &&
    (numberAt(status, 'currentHealthy') ?? 0) >= (numberAt(status, 'expectedPods') ?? 1)
  )
}

interface Blocked {
  /** An eviction that was refused, and a node that is to be emptied. */
  readonly refusal: HeldEvent | undefined
  readonly cordoned: ObjectVersion | undefined
  readonly scene: Scene
}

function findingFor(budget: ObjectVersion, { refusal, cordoned, scene }: Blocked): Finding {
  const { entity } = budget.row
  const change = scene.objects.changes.find((one) => one.entity === entity && one.kind !== 'deleted')
  return {
    entity,
    mechanism: 'disruption_budget_blocks',
    since: change?.at ?? null,
    basis: refusal !== undefined ? 'witnessed' : change === undefined ? 'static' : 'changed',
    for: [
      because('allows no pod to be moved', quoteState(budget, 'maxUnavailable: 0', 'minAvailable: ', 'disruptionsAllowed: 0')),
      because(`was ${change?.kind}`, change?.citations ?? []),
      because(`an eviction was refused: ${refusal?.row.message.slice(0, 140)}`, refusal === undefined ? [] : quoteEvent(refusal)),
      ...(cordoned === undefined
        ? []
        : [because(`node ${parseEntity(cordoned.row.entity).name} takes no more pods`, quoteState(cordoned, 'unschedulable: true'))]),
    ],
    victims: scene.graph.from(entity, 'governs').map((one) => scene.graph.unitOf(one)),
    effects: [...WORKLOAD_DOWN, 'node_unhealthy', 'saturation', 'cost', 'latency'],
    disprovenBy: 'an eviction of one of its pods that succeeded',
    remedy: removeObject(entity),
  }
}
