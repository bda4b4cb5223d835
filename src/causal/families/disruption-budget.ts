import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { citeFirst, rowsHeld } from '../scene/cite.ts'
import { isMap, mapAt, numberAt, textAt } from '../scene/json.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import type { Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { removeObject } from './shared/remedies.ts'

/** The eviction API refuses with these words (kubernetes/pkg/registry/core/pod/storage/eviction.go). */
const REFUSED = /violate the pod'?s disruption budget/i

/** A PodDisruptionBudget that allows no disruption, so that a drain, move or rollout of its pods cannot finish. */
export const disruptionBudget = family('disruption_budget_blocks', (scene) => {
  return scene.objects
    .current('PodDisruptionBudget')
    .filter(allowsNothing)
    .flatMap((version) => findingFor(version, scene))
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

function findingFor(version: ObjectVersion, scene: Scene): readonly Finding[] {
  const { entity } = version.row
  const refusals = refusedEvictions(scene)
  const cordons = cordonedNodes(scene)
  const change = scene.objects.changes.find((one) => one.entity === entity && one.kind !== 'deleted')
  if (refusals.length + cordons.length === 0) return []
  const citations = citeFirst(version, ['maxUnavailable: 0', 'minAvailable: ', 'disruptionsAllowed: 0'], {
    role: 'mechanism',
    at: version.row.changedAt,
  })
  return [
    {
      entity,
      mechanism: 'disruption_budget_blocks',
      since: change?.at ?? null,
      basis: refusals.length > 0 ? 'witnessed' : change === undefined ? 'static' : 'changed',
      for: [
        { text: 'allows no pod to be moved', citations },
        ...(change === undefined ? [] : [{ text: `was ${change.kind}`, citations: change.citations }]),
        ...refusals,
        ...cordons,
      ],
      victims: governed(entity, scene),
      effects: [...WORKLOAD_DOWN, 'node_unhealthy', 'saturation', 'cost', 'latency'],
      disprovenBy: 'an eviction of one of its pods that succeeded',
      remedy: removeObject(entity),
    },
  ]
}

function governed(entity: EntityId, scene: Scene): readonly EntityId[] {
  return [...new Set(scene.graph.from(entity, 'governs').map((one) => scene.graph.unitOf(one)))]
}

function refusedEvictions(scene: Scene): readonly Argument[] {
  const events = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => REFUSED.test(row.message))
  return events.slice(0, 1).map((held) => ({
    text: `an eviction was refused: ${held.row.message.slice(0, 140)}`,
    citations: citeFirst(held, [`message: ${held.row.message}`], { role: 'mechanism', at: held.row.lastAt }),
  }))
}

function cordonedNodes(scene: Scene): readonly Argument[] {
  const cordoned = scene.objects
    .current('Node')
    .filter(({ row }) => isMap(row.object['spec']) && row.object['spec']['unschedulable'] === true)
  return cordoned.slice(0, 1).map((version) => ({
    text: `node ${parseEntity(version.row.entity).name} takes no more pods`,
    citations: citeFirst(version, ['unschedulable: true'], { role: 'mechanism', at: version.row.changedAt }),
  }))
}
