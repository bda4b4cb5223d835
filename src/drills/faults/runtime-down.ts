import { formatEntity } from '../../domain/entity.ts'
import { nodesOf } from '../cluster/cluster.ts'
import type { World } from '../world.ts'
import { type FaultKind, singleCause } from './fault.ts'
import { NODE_LOSS, calmNode, evictFrom, notReady, podsOn } from './node-loss.ts'

const REPEAT_SECONDS = 60
const SOCKET =
  'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"'

/** The container runtime of one node stops. Its kubelet says so, the node is closed, and its pods are made anew elsewhere after five minutes. */
export const runtimeDown: FaultKind = {
  name: 'container_runtime_down',
  plan(context) {
    const { at, world } = context
    const node = calmNode(context)
    const repeats = Math.floor((world.durationSeconds - at) / REPEAT_SECONDS)
    return singleCause(context, {
      mechanism: 'container_runtime_down',
      entities: () => [formatEntity('_cluster', 'Node', node)],
      onset: at + NODE_LOSS.noticedSeconds,
      steps: [
        { at, apply: (now) => void now.cluster.lostRuntimes.add(node) },
        { at: at + NODE_LOSS.noticedSeconds, apply: (now) => notReady(now, node, 'node.kubernetes.io/not-ready') },
        { at: at + NODE_LOSS.evictedSeconds, apply: (now) => evictFrom(now.cluster, node) },
        ...Array.from({ length: repeats }, (_, index) => ({
          at: at + 15 + index * REPEAT_SECONDS,
          apply: (now: World) => complain(now, node),
        })),
      ],
      decoys: podsOn(world.cluster, node).map((pod) => formatEntity(pod.metadata.namespace ?? '', 'Pod', pod.metadata.name)),
    })
  },
}

function complain(world: World, name: string): void {
  const node = nodesOf(world.cluster).find((each) => each.metadata.name === name)
  if (!node) return
  const target = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid }
  world.cluster.events.emit({
    target,
    reason: 'ContainerGCFailed',
    message: SOCKET,
    severity: 'Warning',
    component: 'kubelet',
    host: name,
  })
}
