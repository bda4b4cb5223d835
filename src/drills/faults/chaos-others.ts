import type { Failure } from '../traffic/failure.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { type Experiment, experimentEntities, experimentSteps } from './chaos.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

interface ChaosFault {
  readonly name: string
  readonly kind: Experiment['kind']
  /** Words for the schedule's name. Practice names need not tell the truth about the target. */
  readonly word: string
  effect(world: World, target: ServiceUnit, from: number): void
}

const FOREVER = Number.POSITIVE_INFINITY

/** Nothing gets through to the workload. */
export const chaosPartition = chaosFault({
  name: 'chaos_network_partition',
  kind: 'NetworkChaos',
  word: 'apart',
  effect: (world, target, from) =>
    void world.network.push({ from, to: FOREVER, matches: (path) => path.callee?.workload === target.workload, isBlocked: true }),
})

/** Packets are lost: some calls wait for retransmission. */
export const chaosLoss = chaosFault({
  name: 'chaos_network_loss',
  kind: 'NetworkChaos',
  word: 'lossy',
  effect: (world, target, from) =>
    void world.network.push({
      from,
      to: FOREVER,
      matches: (path) => path.callee?.workload === target.workload || path.caller.workload === target.workload,
      lossRatio: 0.45,
    }),
})

/** The process is replaced by one that does nothing. */
export const chaosPodFailure = chaosFault({
  name: 'chaos_pod_failure',
  kind: 'PodChaos',
  word: 'knockout',
  effect: (world, target, from) =>
    void world.conditions.push({ service: target.key, from, to: FOREVER, exit: { exitCode: 137, reason: 'Error', lastWords: null } }),
})

/** Processor burned inside the pod. */
export const chaosStressCpu = chaosFault({
  name: 'chaos_stress_cpu',
  kind: 'StressChaos',
  word: 'burn',
  effect: (world, target, from) => void world.conditions.push({ service: target.key, from, to: FOREVER, cpuCores: 3 }),
})

/** Memory taken inside the pod until the limit kills it. */
export const chaosStressMemory = chaosFault({
  name: 'chaos_stress_memory',
  kind: 'StressChaos',
  word: 'weights',
  effect: (world, target, from) =>
    void world.conditions.push({ service: target.key, from, to: FOREVER, memoryBytesPerSecond: target.memoryMib * 1024 ** 2 * 0.04 }),
})

/** Requests are cut off on their way in. */
export const chaosHttpAbort = chaosFault({
  name: 'chaos_http_abort',
  kind: 'HTTPChaos',
  word: 'cutter',
  effect(world, target, from) {
    const failure: Failure = { kind: 'reset', message: 'read: connection reset by peer', httpStatus: 503, grpcStatus: 14 }
    world.network.push({ from, to: FOREVER, matches: (path) => path.callee?.workload === target.workload, failure, lossRatio: 0.8 })
  },
})

function chaosFault(fault: ChaosFault): FaultKind {
  return {
    name: fault.name,
    plan(context) {
      const { random, at, world } = context
      const target = pickService(context)
      const schedule = random.pick([`${target.name}-${fault.word}`, `drill-${fault.word}`, 'monthly-practice', 'resilience-week'])
      const experiment: Experiment = { kind: fault.kind, schedule, target, from: at, to: world.durationSeconds }
      return singleCause(context, {
        mechanism: fault.name,
        entities: (after) => experimentEntities(after, experiment),
        steps: [...experimentSteps(random, experiment), { at, apply: (now) => fault.effect(now, target, at) }],
      })
    },
  }
}
