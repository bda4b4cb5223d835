import { nodesOf, podsOf } from '../cluster/cluster.ts'
import { callersOf } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { entity, replacePods } from './acts.ts'
import { type FaultContext, type FaultKind, pickService, singleCause } from './fault.ts'
import { crashSteps, placeSystemPods, systemPodEntities } from './system-pods.ts'

/** kube-proxy fails on one node: its routes stay as they are, and lead to pods that have been replaced since. */
export const kubeProxyDown: FaultKind = {
  name: 'kube_proxy_down',
  plan(context) {
    const { at, world } = context
    const unit = pickService(context, (each) => callersOf(world.topology, each.key).some((caller) => caller.role === 'service'))
    const node = nodeOfCaller(context, unit.key)
    const nodes = nodesOf(world.cluster).map((each) => each.metadata.name)
    const pods = placeSystemPods(world, { name: 'kube-proxy', nodes, isStatic: false })
    const pod = pods.find((each) => each.run.node === node)
    if (!pod) throw new RangeError('no platform pod on the chosen node')
    const lostAt = at + 60
    return singleCause(context, {
      mechanism: 'kube_proxy_down',
      entities: () => systemPodEntities(pod),
      onset: lostAt,
      decoys: [entity(unit, 'Deployment')],
      steps: [
        ...crashSteps(world, pod, { at, lastWords: 'iptables-restore: unable to lock: resource temporarily unavailable' }),
        { at, apply: (now) => freezeRoutes(now, node, at) },
        { at: lostAt, apply: (now) => replacePods(now, unit) },
      ],
    })
  },
}

function nodeOfCaller(context: FaultContext, key: string): string {
  const { world } = context
  const callers = callersOf(world.topology, key).flatMap((caller) => podsOf(world.cluster, caller.namespace, caller.workload))
  return context.random.pick(callers).run.node ?? ''
}

function freezeRoutes(world: World, node: string, since: number): void {
  world.network.push({
    from: since,
    to: Number.POSITIVE_INFINITY,
    matches: ({ caller, callee }) => caller.run.node === node && callee !== null && callee.createdAt > since,
    isBlocked: true,
  })
}
