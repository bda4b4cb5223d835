import { formatEntity } from '../../domain/entity.ts'
import { type FaultKind, singleCause } from './fault.ts'
import { NODE_LOSS, calmNode, evictFrom, notReady, podsOn } from './node-loss.ts'

/** The kubelet of one node stops: its pods are lost, noticed after forty seconds, and made anew elsewhere after five minutes. */
export const nodeDown: FaultKind = {
  name: 'node_down',
  plan(context) {
    const { at, world } = context
    const node = calmNode(context)
    return singleCause(context, {
      mechanism: 'node_down',
      entities: () => [formatEntity('_cluster', 'Node', node)],
      steps: [
        { at, apply: (now) => void now.cluster.downNodes.add(node) },
        { at: at + NODE_LOSS.noticedSeconds, apply: (now) => notReady(now, node, 'node.kubernetes.io/unreachable') },
        { at: at + NODE_LOSS.evictedSeconds, apply: (now) => evictFrom(now.cluster, node) },
      ],
      decoys: podsOn(world.cluster, node).map((pod) => formatEntity(pod.metadata.namespace ?? '', 'Pod', pod.metadata.name)),
    })
  },
}
