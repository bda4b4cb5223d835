import { formatEntity } from '../../domain/entity.ts'
import { createObject, podsOf } from '../cluster/cluster.ts'
import { podKey } from '../cluster/pod.ts'
import { refer, removePod } from '../cluster/replica-sets.ts'
import { podReference } from '../cluster/scheduler.ts'
import type { World } from '../world.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'
import { cordon } from './node-cordoned.ts'

const DRAIN_TRIES = 12
const TRY_SECONDS = 10
const EVICTION_SECONDS = 300

/**
 * A node is drained for maintenance and then switched off. Everything moves away in time except one workload, whose new budget
 * allows no disruption at all: it is still there when the node goes.
 */
export const disruptionBudgetStrict: FaultKind = {
  name: 'disruption_budget_strict',
  plan(context) {
    const { at, world } = context
    const unit = pickService(context, (each) => each.replicas === 1)
    const node = podsOf(world.cluster, unit.namespace, unit.workload)[0]?.run.node ?? ''
    const budget = formatEntity(unit.namespace, 'PodDisruptionBudget', `${unit.name}-budget`)
    const offAt = at + 30 + DRAIN_TRIES * TRY_SECONDS
    const tries = Array.from({ length: DRAIN_TRIES }, (_, index) => ({
      at: at + 30 + index * TRY_SECONDS,
      apply: (now: World) => drain(now, { node, workload: unit.workload, budget }),
    }))
    return singleCause(context, {
      mechanism: 'disruption_budget_strict',
      entities: () => [budget],
      onset: offAt,
      decoys: [formatEntity('_cluster', 'Node', node)],
      steps: [
        { at, apply: (now) => createBudget(now, { namespace: unit.namespace, name: unit.name }) },
        { at: at + 25, apply: (now) => cordon(now, node) },
        ...tries,
        { at: offAt, apply: (now) => void now.cluster.downNodes.add(node) },
        {
          at: offAt + EVICTION_SECONDS,
          apply: (now) =>
            podsOf(now.cluster, unit.namespace, unit.workload).forEach(
              (pod) => pod.run.node === node && now.cluster.pods.delete(podKey(pod)),
            ),
        },
      ],
    })
  },
}

function createBudget(world: World, of: { namespace: string; name: string }): void {
  createObject(world.cluster, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    namespace: of.namespace,
    name: `${of.name}-budget`,
    manager: 'kubectl-client-side-apply',
    spec: { maxUnavailable: 0, selector: { matchLabels: { app: of.name } } },
    extra: { status: { currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1 } },
  })
}

/** One round of `kubectl drain`: asks every pod of the node to leave; the guarded one may not. */
function drain(world: World, of: { node: string; workload: string; budget: `${string}/${string}/${string}` }): void {
  for (const pod of world.cluster.pods.values()) {
    if (pod.run.node !== of.node || pod.run.stage === 'terminating') continue
    if (pod.workload !== of.workload) {
      removePod(world.cluster, pod, null)
      continue
    }
    const budget = world.cluster.objects.get(of.budget)
    const message = `Cannot evict pod as it would violate the pod's disruption budget: ${pod.metadata.name}`
    if (budget)
      world.cluster.events.emit({
        target: refer(budget),
        reason: 'DisruptionNotAllowed',
        message,
        severity: 'Warning',
        component: 'controllermanager',
      })
    world.cluster.events.emit({ target: podReference(pod), reason: 'EvictionBlocked', message, severity: 'Warning', component: 'drain' })
  }
}
