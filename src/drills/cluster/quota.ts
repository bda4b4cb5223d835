import type { Cluster } from './cluster.ts'
import { objectsOfKind } from './cluster.ts'
import type { PodSpec } from './objects.ts'
import { type Quantity, cpuCores, formatCpu, formatMemory, memoryBytes } from './quantity.ts'

interface QuotaSpec {
  readonly hard: Readonly<Record<string, string>>
}

/** Why no further pod of this shape may be created in the namespace; null when it may. Words as the API server says them. */
export function quotaRefusal(cluster: Cluster, namespace: string, wanted: PodSpec): string | null {
  for (const quota of objectsOfKind(cluster, 'ResourceQuota')) {
    if (quota.metadata.namespace !== namespace) continue
    const { hard } = quota.spec as unknown as QuotaSpec
    const used = usedIn(cluster, namespace)
    const asked = requestsOf(wanted)
    const over = Object.keys(hard).filter((key) => amount(key, used) + amount(key, asked) > limit(key, hard))
    if (over.length === 0) continue
    const list = (show: (key: string) => string) => over.map((key) => `${key}=${show(key)}`).join(',')
    return `exceeded quota: ${quota.metadata.name}, requested: ${list((key) => render(key, asked))}, used: ${list((key) => render(key, used))}, limited: ${list((key) => hard[key] ?? '')}`
  }
  return null
}

/** What the pods of a namespace ask for together, as a quota's status shows it. */
export function usedIn(cluster: Cluster, namespace: string): Quantity {
  const total = { pods: 0, cpu: 0, memory: 0 }
  for (const pod of cluster.pods.values()) {
    if (pod.metadata.namespace !== namespace) continue
    const asked = requestsOf(pod.spec)
    total.pods += 1
    total.cpu += asked.cpu
    total.memory += asked.memory
  }
  return total
}

export function requestsOf(spec: PodSpec): Quantity {
  const total = { pods: 1, cpu: 0, memory: 0 }
  for (const container of spec.containers) {
    total.cpu += cpuCores(container.resources.requests['cpu'] ?? '0')
    total.memory += memoryBytes(container.resources.requests['memory'] ?? '0')
  }
  return total
}

/** One entry of a quota's `status.used`. */
export function render(key: string, quantity: Quantity): string {
  if (key.endsWith('cpu')) return formatCpu(quantity.cpu)
  if (key.endsWith('memory')) return formatMemory(quantity.memory)
  return String(quantity.pods)
}

function amount(key: string, quantity: Quantity): number {
  if (key.endsWith('cpu')) return quantity.cpu
  if (key.endsWith('memory')) return quantity.memory
  return quantity.pods
}

function limit(key: string, hard: Readonly<Record<string, string>>): number {
  const text = hard[key] ?? '0'
  if (key.endsWith('cpu')) return cpuCores(text)
  if (key.endsWith('memory')) return memoryBytes(text)
  return Number(text)
}
