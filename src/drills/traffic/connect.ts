import { findService, objectsOfKind } from '../cluster/cluster.ts'
import { readyPods } from '../cluster/kubelet.ts'
import type { Pod } from '../cluster/pod.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { type Failure, dnsFailure, refusedFailure, timeoutFailure } from './failure.ts'

/** A call that waits for lost packets stands for many connections of the same second: probes, metrics, the call's own retries. */
const SEGMENTS_PER_LOSS = 60

/** The outcome of opening a connection: a pod to talk to, and what the way costs, or the reason why not. */
export type Connection =
  | { readonly outcome: 'connected'; readonly pod: Pod; readonly delaySeconds: number }
  | { readonly outcome: 'failed'; readonly failure: Failure; readonly seconds: number }

/**
 * Follows a call the way the cluster would: the address from the caller's environment, the name, the Service and its port, the
 * ready endpoints, policies, and what chaos does to the way.
 */
export function connect(world: World, caller: Pod, call: { callee: ServiceUnit; timeoutSeconds: number }): Connection {
  const address = addressFor(caller, call.callee)
  const [host = '', portText = ''] = address.split(':')
  if (caller.spec.dnsPolicy !== 'ClusterFirst') return failed(dnsFailure(host, 'no such host'), 0.02)
  const [name = '', namespace = caller.metadata.namespace ?? ''] = host.split('.')
  const service = findService(world.cluster, namespace, name)
  if (!service) return failed(dnsFailure(host, 'no such host'), 0.008)
  const port = service.spec.ports.find((each) => String(each.port) === portText)
  if (!port) return failed(dialTimeout(`${service.spec.clusterIP}:${portText}`), call.timeoutSeconds)
  const pods = readyPods(world.cluster, namespace, service.spec.selector)
  if (pods.length === 0) return failed(refusedFailure(`${service.spec.clusterIP}:${portText}`), 0.003)
  const pod = pods[Math.floor(world.random.next() * pods.length)]
  if (!pod || port.targetPort !== world.cluster.programOf(pod).listenPort || port.protocol !== 'TCP') {
    return failed(refusedFailure(`${pod?.ip ?? host}:${port.targetPort}`), 0.003)
  }
  if (isDenied(world, pod) || isNodeDown(world, pod)) {
    return failed(dialTimeout(`${service.spec.clusterIP}:${portText}`), call.timeoutSeconds)
  }
  return throughNetwork(world, caller, { pod, host, timeoutSeconds: call.timeoutSeconds })
}

/** The environment variable that carries a callee's address. */
export function addressVariable(callee: Pick<ServiceUnit, 'key'>): string {
  return `${callee.key.toUpperCase().replaceAll('-', '_')}_ADDR`
}

/** What bends a call: delay, loss and blocks on the way to `pod` (or to a host outside when it is null). */
function throughNetwork(world: World, caller: Pod, target: { pod: Pod; host: string; timeoutSeconds: number }): Connection {
  const bend = bendOf(world, { caller, callee: target.pod, host: target.host })
  if (bend.failure) return failed(bend.failure, bend.failure.kind === 'timeout' ? target.timeoutSeconds : 0.02)
  return { outcome: 'connected', pod: target.pod, delaySeconds: bend.delaySeconds }
}

/** The sum of the network rules that hold now on one path. */
export function bendOf(
  world: World,
  path: { caller: Pod; callee: Pod | null; host: string },
): { delaySeconds: number; failure: Failure | null } {
  let delaySeconds = 0
  for (const rule of world.network) {
    if (rule.from > world.clock.now || rule.to <= world.clock.now || !rule.matches(path)) continue
    if (rule.failure && world.random.chance(rule.lossRatio ?? 1)) return { delaySeconds, failure: rule.failure }
    if (rule.isBlocked) return { delaySeconds, failure: dialTimeout(path.callee?.ip ?? path.host) }
    if (rule.lossRatio !== undefined && !rule.failure && world.random.chance(rule.lossRatio)) {
      delaySeconds += world.random.pick([0.2, 0.4, 1, 3])
      if (rule.losesAt !== undefined) world.resent.set(rule.losesAt, (world.resent.get(rule.losesAt) ?? 0) + SEGMENTS_PER_LOSS)
    }
    delaySeconds += Math.max(0, (rule.delaySeconds ?? 0) + world.random.between(-1, 1) * (rule.jitterSeconds ?? 0))
  }
  return { delaySeconds, failure: null }
}

function dialTimeout(address: string): Failure {
  return timeoutFailure(`dial tcp ${address}: i/o timeout`, address)
}

function failed(failure: Failure, seconds: number): Connection {
  return { outcome: 'failed', failure, seconds }
}

function addressFor(caller: Pod, callee: ServiceUnit): string {
  const variable = addressVariable(callee)
  return caller.spec.containers[0].env.find((each) => each.name === variable)?.value ?? `${callee.name}.${callee.namespace}:${callee.port}`
}

interface PolicySpec {
  readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> }
  readonly ingress?: readonly { readonly from?: readonly unknown[]; readonly ports?: readonly unknown[] }[]
  readonly policyTypes: readonly string[]
}

/** True when a policy selects the pod and lets nobody in. */
function isDenied(world: World, pod: Pod): boolean {
  return objectsOfKind(world.cluster, 'NetworkPolicy').some((policy) => {
    if (policy.metadata.namespace !== pod.metadata.namespace) return false
    const spec = policy.spec as unknown as PolicySpec
    const selects = Object.entries(spec.podSelector.matchLabels ?? {}).every(([key, value]) => pod.metadata.labels[key] === value)
    return selects && spec.policyTypes.includes('Ingress') && (spec.ingress ?? []).length === 0
  })
}

function isNodeDown(world: World, pod: Pod): boolean {
  return pod.run.node !== null && world.cluster.downNodes.has(pod.run.node)
}
