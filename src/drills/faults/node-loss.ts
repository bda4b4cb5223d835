import { type Cluster, nodesOf } from '../cluster/cluster.ts'
import { type Pod, podKey } from '../cluster/pod.ts'
import { podReference } from '../cluster/scheduler.ts'
import { type World, unitOfPod } from '../world.ts'
import { type FaultContext, pickService } from './fault.ts'

/** Defaults of Kubernetes: a node is given up after 40 s without a sign of life, its pods five minutes later. */
export const NODE_LOSS = { noticedSeconds: 40, evictedSeconds: 340 } as const

/** A node with a service on it, and without the parts that produce or let in the traffic: those would silence the whole drill. */
export function calmNode(context: FaultContext): string {
  const { world } = context
  const vital = new Set(world.topology.services.filter((unit) => unit.role === 'load' || unit.role === 'edge').map((unit) => unit.workload))
  const calm = nodesOf(world.cluster)
    .map((node) => node.metadata.name)
    .filter((name) => !podsOn(world.cluster, name).some((pod) => vital.has(pod.workload)))
  const unit = pickService(context, (each) => podsOfUnit(world.cluster, each.workload).some((pod) => calm.includes(pod.run.node ?? '')))
  const node = podsOfUnit(world.cluster, unit.workload)[0]?.run.node ?? context.random.pick(nodesOf(world.cluster)).metadata.name
  for (const pod of podsOn(world.cluster, node)) {
    const own = unitOfPod(world, pod)
    if (own) context.struck.add(own)
  }
  return node
}

/** The node controller gives a node up: its taint, its event, and its pods out of traffic. */
export function notReady(world: World, name: string, taint: string): void {
  const node = nodesOf(world.cluster).find((each) => each.metadata.name === name)
  if (!node) return
  node.spec.taints = [{ key: taint, effect: 'NoExecute' }]
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
export function evictFrom(cluster: Cluster, name: string): void {
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

export function podsOn(cluster: Cluster, node: string): Pod[] {
  return [...cluster.pods.values()].filter((pod) => pod.run.node === node)
}

function podsOfUnit(cluster: Cluster, workload: string): Pod[] {
  return [...cluster.pods.values()].filter((pod) => pod.workload === workload)
}
