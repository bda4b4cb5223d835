import { ended } from '../cluster/kubelet.ts'
import { type Pod, isUp } from '../cluster/pod.ts'
import { cpuCores, memoryBytes } from '../cluster/quantity.ts'
import { type World, unitOfPod } from '../world.ts'

const IDLE_SHARE = 0.06
const PRESSURE_FROM = 0.75
const SMOOTHING = 0.15
const NODE_CORES = 4
/** Callers give up on what waits longer; the work is dropped with them. */
const LONGEST_QUEUE_SECONDS = 2.5

/** One second of processor and memory for every running pod; stretches service times near the limit, kills above it. */
export function stepResources(world: World): void {
  const running = [...world.cluster.pods.values()].filter(isUp)
  const wanted = new Map(running.map((pod) => [pod, demandOf(world, pod)]))
  const onNode = new Map<string, number>()
  for (const [pod, cores] of wanted) onNode.set(pod.run.node ?? '', (onNode.get(pod.run.node ?? '') ?? 0) + cores)
  for (const [pod, cores] of wanted) {
    // Neighbours on a full node get a smaller part of it, whatever their own limits say.
    const fairShare = Math.min(1, NODE_CORES / (onNode.get(pod.run.node ?? '') ?? 1))
    useCpu(pod, { wanted: cores, fairShare })
    useMemory(world, pod)
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

function useCpu(pod: Pod, cores: { wanted: number; fairShare: number }): void {
  const limit = cpuCores(pod.spec.containers[0].resources.limits['cpu'] ?? String(NODE_CORES))
  const granted = Math.min(limit, (cores.wanted + pod.run.backlogSeconds) * cores.fairShare)
  pod.run.cpuSeconds += granted
  pod.run.throttledSeconds += Math.max(0, cores.wanted - granted)
  const most = Math.max(granted, 0.001) * LONGEST_QUEUE_SECONDS
  pod.run.backlogSeconds = Math.min(most, Math.max(0, pod.run.backlogSeconds + cores.wanted - granted))
  pod.run.queueSeconds = Math.min(LONGEST_QUEUE_SECONDS, pod.run.backlogSeconds / Math.max(granted, 0.001))
  const target = stretch(Math.min(0.97, cores.wanted / limit))
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
