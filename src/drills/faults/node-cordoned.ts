import { formatEntity } from '../../domain/entity.ts'
import { markChanged, nodesOf } from '../cluster/cluster.ts'
import type { World } from '../world.ts'
import { pinToNode, replacePods } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A workload is tied to one node; the node is cordoned, and its pod has to be replaced. */
export const nodeCordoned: FaultKind = {
  name: 'node_cordoned',
  plan(context) {
    const { at, world } = context
    const unit = pickService(context, (each) => each.replicas === 1)
    const node = pinToNode(world, unit)
    return singleCause(context, {
      mechanism: 'node_cordoned',
      entities: () => [formatEntity('_cluster', 'Node', node)],
      onset: at + 25,
      steps: [
        { at, apply: (now) => cordon(now, node) },
        { at: at + 25, apply: (now) => replacePods(now, unit) },
      ],
    })
  },
}

/** `kubectl cordon`, with the event and the taint it leaves. */
export function cordon(world: World, name: string): void {
  const node = nodesOf(world.cluster).find((each) => each.metadata.name === name)
  if (!node) return
  node.spec.unschedulable = true
  node.spec.taints = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]
  markChanged(world.cluster, node, { manager: 'kubectl-cordon', paths: ['spec.unschedulable'] })
  const target = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid }
  world.cluster.events.emit({
    target,
    reason: 'NodeNotSchedulable',
    message: `Node ${name} status is now: NodeNotSchedulable`,
    component: 'kubelet',
    host: name,
  })
}
