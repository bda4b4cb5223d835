import { readyPods } from '../cluster/kubelet.ts'
import type { Pod } from '../cluster/pod.ts'
import { podsOf } from '../cluster/cluster.ts'
import { hexOf } from '../random.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { callOnce } from './serve.ts'

const STREAM_SECONDS = 600
const STREAM_SHARE = 0.35
const EVERYDAY_FAILURE_RATIO = 0.004

/** Sends one second's requests through the system: arrivals at random moments, as many as the rate says. */
export function stepArrivals(world: World): void {
  const loads = world.topology.services.filter((unit) => unit.role === 'load')
  for (const load of loads) {
    const pods = podsOf(world.cluster, load.namespace, load.workload).filter((pod) => pod.run.isReady)
    const [pod] = pods
    if (!pod) continue
    for (let left = countOf(world, loads.length / pods.length); left > 0; left--) arrive(world, load, pod)
  }
  openStreams(world)
}

function arrive(world: World, load: ServiceUnit, pod: Pod): void {
  const at = world.clock.now + world.random.next()
  const traceId = hexOf(world.random, 32)
  for (const plan of load.calls) {
    if (!world.random.chance(plan.share)) continue
    callOnce(world, { pod, unit: load, traceId, spanId: '' }, { plan, at })
  }
}

/** A whole number that is right on average; the loads share the rate. */
function countOf(world: World, shares: number): number {
  const rate = world.arrivalRate(world.clock.now) / shares
  return Math.floor(rate) + (world.random.chance(rate % 1) ? 1 : 0)
}

/** Everyday failures of one service, so that an alert without a threshold is firing long before anything happens. */
export function everydayFailures(world: World): void {
  const services = world.topology.services.filter((unit) => unit.role === 'service')
  const flaky = [...world.topology.services.filter((unit) => unit.role === 'worker'), world.random.pick(services)]
  for (const unit of flaky) {
    const failure = { kind: 'application', message: 'optimistic lock lost, will be tried again', httpStatus: 500, grpcStatus: 10 } as const
    world.conditions.push({
      service: unit.key,
      from: 0,
      to: Number.POSITIVE_INFINITY,
      failureRatio: unit.role === 'worker' ? EVERYDAY_FAILURE_RATIO * 4 : EVERYDAY_FAILURE_RATIO,
      failure,
    })
  }
}

/** Some services hold a stream to the flag service open; it ends by its deadline after ten minutes, as an error that means nothing. */
function openStreams(world: World): void {
  const { now } = world.clock
  const flags = world.topology.services.find((unit) => unit.role === 'flags')
  if (!flags || readyPods(world.cluster, flags.namespace, { app: flags.name }).length === 0) return
  for (const [index, unit] of world.topology.services.entries()) {
    const phase = (index * 67) % STREAM_SECONDS
    if (unit.role !== 'service' || index % Math.round(1 / STREAM_SHARE) !== 0 || Math.floor(now) % STREAM_SECONDS !== phase) continue
    const [pod] = podsOf(world.cluster, unit.namespace, unit.workload).filter((each) => each.run.isReady)
    if (!pod || now + STREAM_SECONDS > world.durationSeconds) continue
    const failure = {
      kind: 'timeout',
      message: '4 DEADLINE_EXCEEDED: Deadline exceeded after 600.003s',
      httpStatus: 504,
      grpcStatus: 4,
    } as const
    const ids = { traceId: hexOf(world.random, 32), spanId: hexOf(world.random, 16), parentId: '' }
    const seconds = STREAM_SECONDS + world.random.between(0.001, 0.006)
    world.sinks.called({
      pod,
      unit,
      callee: flags,
      ...ids,
      operation: 'flags.v1.Board/EventStream',
      at: now + world.random.next(),
      seconds,
      failure,
    })
  }
}
