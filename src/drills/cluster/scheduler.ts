import { type Cluster, nodesOf } from './cluster.ts'
import type { Node } from './objects.ts'
import { type Pod, isOver } from './pod.ts'
import { cpuCores, memoryBytes } from './quantity.ts'
import { requestsOf } from './quota.ts'
import { refer, removePod } from './replica-sets.ts'
import { claimRefusal } from './volumes.ts'

const RETRY_SECONDS = 60

type Refusal = { readonly order: number; readonly text: string }

/** Binds every pending pod that fits somewhere; says why for the others, once a minute as the scheduler does. */
export function stepScheduler(cluster: Cluster): void {
  if (cluster.isSchedulerDown) return
  const waiting = [...cluster.pods.values()].filter((pod) => pod.run.stage === 'pending' && pod.run.until <= cluster.clock.now)
  if (waiting.length === 0) return
  for (const pod of waiting.sort((a, b) => (b.spec.priority ?? 0) - (a.spec.priority ?? 0))) schedule(cluster, pod)
}

function schedule(cluster: Cluster, pod: Pod): void {
  const refusal = claimRefusal(cluster, pod)
  if (refusal !== null) return refuse(cluster, pod, refusal)
  const verdicts = nodesOf(cluster).map((node) => ({ node, refusal: nodeRefusal(cluster, pod, node) }))
  const fits = verdicts.filter((verdict) => verdict.refusal === null).map((verdict) => verdict.node)
  if (fits.length > 0) return bind(cluster, pod, leastLoaded(cluster, fits))
  if (preempt(cluster, pod)) return
  const counts = Map.groupBy(verdicts, (verdict) => verdict.refusal?.text ?? '')
  const parts = [...counts].map(([text, nodes]) => `${nodes.length} ${text}`).sort()
  refuse(
    cluster,
    pod,
    `0/${verdicts.length} nodes are available: ${parts.join(', ')}. preemption: 0/${verdicts.length} nodes are available: ${verdicts.length} Preemption is not helpful for scheduling.`,
  )
}

function bind(cluster: Cluster, pod: Pod, node: Node): void {
  pod.run.node = node.metadata.name
  pod.run.nominatedNode = null
  pod.run.boundAt = cluster.clock.now
  pod.run.stage = (pod.spec.initContainers ?? []).length > 0 ? 'initializing' : 'pulling'
  pod.run.until = cluster.clock.now + 1
  pod.run.waiting = { reason: 'ContainerCreating', message: '' }
  const message = `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${node.metadata.name}`
  cluster.events.emit({ target: podReference(pod), reason: 'Scheduled', message, component: 'default-scheduler' })
}

function refuse(cluster: Cluster, pod: Pod, message: string): void {
  pod.run.until = cluster.clock.now + RETRY_SECONDS
  pod.run.waiting = { reason: 'Unschedulable', message }
  cluster.events.emit({
    target: podReference(pod),
    reason: 'FailedScheduling',
    message,
    severity: 'Warning',
    component: 'default-scheduler',
  })
}

/** Makes room by stopping pods of lower priority on one node. */
function preempt(cluster: Cluster, pod: Pod): boolean {
  const priority = pod.spec.priority ?? 0
  if (priority <= 0) return false
  for (const node of nodesOf(cluster)) {
    const refusal = nodeRefusal(cluster, pod, node)
    if (refusal === null || refusal.order < 10) continue
    const victims = [...cluster.pods.values()].filter(
      (other) => other.run.node === node.metadata.name && other.run.stage === 'running' && (other.spec.priority ?? 0) < priority,
    )
    if (victims.length === 0) continue
    for (const victim of victims) evict(cluster, victim, pod)
    pod.run.nominatedNode = node.metadata.name
    pod.run.until = cluster.clock.now + 5
    return true
  }
  return false
}

function evict(cluster: Cluster, victim: Pod, by: Pod): void {
  const message = `Preempted by pod ${by.metadata.uid} on node ${victim.run.node}`
  cluster.events.emit({ target: podReference(victim), reason: 'Preempted', message, component: 'default-scheduler' })
  removePod(cluster, victim, null)
}

/** Order below 10: no amount of room would help. */
function nodeRefusal(cluster: Cluster, pod: Pod, node: Node): Refusal | null {
  if (cluster.downNodes.has(node.metadata.name))
    return { order: 1, text: 'node(s) had untolerated taint {node.kubernetes.io/unreachable: }' }
  if (node.spec.unschedulable) return { order: 2, text: 'node(s) were unschedulable' }
  const taint = (node.spec.taints ?? []).find((candidate) => !(pod.spec.tolerations ?? []).some((own) => own.key === candidate.key))
  if (taint) return { order: 3, text: `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}` }
  const selector = Object.entries(pod.spec.nodeSelector ?? {})
  if (selector.some(([key, value]) => node.metadata.labels[key] !== value) || breaksAffinity(pod, node)) {
    return { order: 4, text: "node(s) didn't match Pod's node affinity/selector" }
  }
  if (breaksAntiAffinity(cluster, pod, node)) return { order: 5, text: "node(s) didn't match pod anti-affinity rules" }
  return roomRefusal(cluster, pod, node)
}

function roomRefusal(cluster: Cluster, pod: Pod, node: Node): Refusal | null {
  const allocatable = (node.status?.['allocatable'] ?? {}) as Record<string, string>
  const asked = requestsOf(pod.spec)
  const used = [...onNode(cluster, node), ...nominatedTo(cluster, pod, node)].map((other) => requestsOf(other.spec))
  const cpu = used.reduce((sum, each) => sum + each.cpu, asked.cpu)
  const memory = used.reduce((sum, each) => sum + each.memory, asked.memory)
  if (cpu > cpuCores(allocatable['cpu'] ?? '0')) return { order: 10, text: 'Insufficient cpu' }
  if (memory > memoryBytes(allocatable['memory'] ?? '0')) return { order: 11, text: 'Insufficient memory' }
  return null
}

interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution: {
    readonly nodeSelectorTerms: readonly {
      readonly matchExpressions: readonly { readonly key: string; readonly values: readonly string[] }[]
    }[]
  }
}

/** Required node affinity with the operator `In`, the only one that drills use. */
function breaksAffinity(pod: Pod, node: Node): boolean {
  const rule = pod.spec.affinity?.['nodeAffinity'] as NodeAffinity | undefined
  const terms = rule?.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms
  if (!terms) return false
  return !terms.some((term) => term.matchExpressions.every(({ key, values }) => values.includes(node.metadata.labels[key] ?? '')))
}

function breaksAntiAffinity(cluster: Cluster, pod: Pod, node: Node): boolean {
  const rule = pod.spec.affinity?.['podAntiAffinity'] as
    | { requiredDuringSchedulingIgnoredDuringExecution: { labelSelector: { matchLabels: Record<string, string> } }[] }
    | undefined
  const labels = rule?.requiredDuringSchedulingIgnoredDuringExecution[0]?.labelSelector.matchLabels
  if (!labels) return false
  return onNode(cluster, node).some((other) => Object.entries(labels).every(([key, value]) => other.metadata.labels[key] === value))
}

function leastLoaded(cluster: Cluster, nodes: readonly Node[]): Node {
  const load = (node: Node) => onNode(cluster, node).reduce((sum, pod) => sum + requestsOf(pod.spec).cpu, 0)
  return nodes.reduce((best, node) => (load(node) < load(best) ? node : best))
}

function onNode(cluster: Cluster, node: Node): Pod[] {
  return [...cluster.pods.values()].filter((pod) => pod.run.node === node.metadata.name && !isOver(pod))
}

/** Pods that wait for room on the node and go before `pod`. */
function nominatedTo(cluster: Cluster, pod: Pod, node: Node): Pod[] {
  const priority = pod.spec.priority ?? 0
  return [...cluster.pods.values()].filter(
    (other) => other.run.nominatedNode === node.metadata.name && (other.spec.priority ?? 0) > priority,
  )
}

export function podReference(pod: Pod) {
  return refer({ apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata })
}
