import { formatEntity } from '../../domain/entity.ts'
import { type Cluster, nodesOf } from '../cluster/cluster.ts'
import { type Pod, podKey } from '../cluster/pod.ts'
import { podReference } from '../cluster/scheduler.ts'
import type { World } from '../world.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

const NOTICED_SECONDS = 40
const EVICTED_SECONDS = 340

/** The kubelet of one node stops: its pods are lost, noticed after forty seconds, and made anew elsewhere after five minutes. */
export const nodeDown: FaultKind = {
  name: 'node_down',
  plan(context) {
    const { at, world } = context
    const node = victimOf(context)
    return singleCause(context, {
      mechanism: 'node_down',
      entities: () => [formatEntity('_cluster', 'Node', node)],
      steps: [
        { at, apply: (now) => void now.cluster.downNodes.add(node) },
        { at: at + NOTICED_SECONDS, apply: (now) => notice(now, node) },
        { at: at + EVICTED_SECONDS, apply: (now) => evict(now.cluster, node) },
      ],
      decoys: podsOn(world.cluster, node).map((pod) => formatEntity(pod.metadata.namespace ?? '', 'Pod', pod.metadata.name)),
    })
  },
}

/** A node with a service on it, and without the parts that produce or let in the traffic: those would silence the whole drill. */
function victimOf(context: Parameters<FaultKind['plan']>[0]): string {
  const { world } = context
  const vital = new Set(world.topology.services.filter((unit) => unit.role === 'load' || unit.role === 'edge').map((unit) => unit.name))
  const calm = nodesOf(world.cluster)
    .map((node) => node.metadata.name)
    .filter((name) => !podsOn(world.cluster, name).some((pod) => vital.has(pod.workload)))
  const unit = pickService(context, (each) => podsOfUnit(world.cluster, each.name).some((pod) => calm.includes(pod.run.node ?? '')))
  return podsOfUnit(world.cluster, unit.name)[0]?.run.node ?? context.random.pick(nodesOf(world.cluster)).metadata.name
}

function notice(world: World, name: string): void {
  const node = nodesOf(world.cluster).find((each) => each.metadata.name === name)
  if (!node) return
  node.spec.taints = [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }]
  const target = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid }
  world.cluster.events.emit({
    target,
    reason: 'NodeNotReady',
    message: `Node ${name} status is now: NodeNotReady`,
    component: 'node-controller',
  })
  for (const pod of podsOn(world.cluster, name)) {
    pod.run.isReady = false
    world.cluster.events.emit({
      target: podReference(pod),
      reason: 'NodeNotReady',
      message: 'Node is not ready',
      severity: 'Warning',
      component: 'node-controller',
    })
  }
}

/** StatefulSet pods wait for their node; the others are deleted, and their sets make new ones. */
function evict(cluster: Cluster, name: string): void {
  for (const pod of podsOn(cluster, name)) {
    cluster.events.emit({
      target: podReference(pod),
      reason: 'TaintManagerEviction',
      message: `Marking for deletion Pod ${podKey(pod)}`,
      component: 'taint-eviction-controller',
    })
    if (pod.metadata.ownerReferences?.[0]?.kind !== 'StatefulSet') cluster.pods.delete(podKey(pod))
  }
}

function podsOn(cluster: Cluster, node: string): Pod[] {
  return [...cluster.pods.values()].filter((pod) => pod.run.node === node)
}

function podsOfUnit(cluster: Cluster, workload: string): Pod[] {
  return [...cluster.pods.values()].filter((pod) => pod.workload === workload)
}
