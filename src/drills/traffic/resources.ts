import { ended } from '../cluster/kubelet.ts'
import { type Pod, isUp } from '../cluster/pod.ts'
import { cpuCores, memoryBytes } from '../cluster/quantity.ts'
import { type World, unitOfPod } from '../world.ts'

const IDLE_SHARE = 0.06
const PRESSURE_FROM = 0.75
const SMOOTHING = 0.15
const NODE_CORES = 4

/** One second of processor and memory for every running pod; stretches service times near the limit, kills above it. */
export function stepResources(world: World): void {
  const onNode = new Map<string, number>()
  for (const pod of world.cluster.pods.values()) {
    if (!isUp(pod)) continue
    const wanted = demandOf(world, pod)
    useCpu(pod, wanted)
    onNode.set(pod.run.node ?? '', (onNode.get(pod.run.node ?? '') ?? 0) + wanted)
    useMemory(world, pod)
  }
  for (const pod of world.cluster.pods.values()) {
    const share = (onNode.get(pod.run.node ?? '') ?? 0) / NODE_CORES
    // Neighbours on a full node slow each other down whatever their own limits say.
    if (isUp(pod) && share > PRESSURE_FROM) pod.run.pressure = Math.max(pod.run.pressure, stretch(Math.min(share, 0.97)))
  }
}

function demandOf(world: World, pod: Pod): number {
  const limit = cpuCores(pod.spec.containers[0].resources.limits['cpu'] ?? '1')
  let wanted = limit * IDLE_SHARE * world.random.between(0.7, 1.3) + pod.run.demandSeconds
  pod.run.demandSeconds = 0
  const unit = unitOfPod(world, pod)
  for (const condition of world.conditions) {
    if (condition.service !== (unit?.key ?? pod.workload) || condition.from > world.clock.now || condition.to <= world.clock.now) continue
    if (condition.cpuCores !== undefined && (condition.when?.(pod) ?? true)) wanted += condition.cpuCores * world.random.between(0.9, 1.1)
  }
  return wanted
}

function useCpu(pod: Pod, wanted: number): void {
  const limit = cpuCores(pod.spec.containers[0].resources.limits['cpu'] ?? '1')
  pod.run.cpuSeconds += Math.min(limit, wanted)
  pod.run.throttledSeconds += Math.max(0, wanted - limit)
  const target = stretch(Math.min(0.97, wanted / limit))
  pod.run.pressure += (target - pod.run.pressure) * SMOOTHING
}

/** Queueing at one server: waiting grows with 1 / (1 - utilisation); below the knee it is not felt. */
function stretch(utilisation: number): number {
  return utilisation <= PRESSURE_FROM ? 1 : (1 - PRESSURE_FROM) / (1 - utilisation)
}

function useMemory(world: World, pod: Pod): void {
  const uptime = world.clock.now - (pod.run.startedAt ?? world.clock.now)
  pod.run.memoryBytes = world.cluster.programOf(pod).memoryBytes(pod, uptime)
  const limit = memoryBytes(pod.spec.containers[0].resources.limits['memory'] ?? '1Gi')
  if (pod.run.memoryBytes <= limit) return
  pod.run.memoryBytes = 0
  ended(world.cluster, pod, { exitCode: 137, reason: 'OOMKilled', lastWords: null })
}
