import type { Cluster } from './cluster.ts'
import { isOver } from './pod.ts'
import { objectsOfKind } from './cluster.ts'
import type { PodSpec } from './objects.ts'
import { type Quantity, cpuCores, formatCpu, formatMemory, memoryBytes } from './quantity.ts'

interface QuotaSpec {
  readonly hard: Readonly<Record<string, string>>
}

const NOTHING: Quantity = { pods: 0, services: 0, storage: 0, cpu: 0, memory: 0 }
export const ONE_SERVICE: Quantity = { ...NOTHING, services: 1 }

/** Why so much more may not be created in the namespace; null when it may. Words as the API server says them. */
export function quotaRefusal(cluster: Cluster, namespace: string, asked: Quantity): string | null {
  for (const quota of objectsOfKind(cluster, 'ResourceQuota')) {
    if (quota.metadata.namespace !== namespace) continue
    const { hard } = quota.spec as unknown as QuotaSpec
    const used = usedIn(cluster, namespace)
    const over = Object.keys(hard).filter((key) => amount(key, asked) > 0 && amount(key, used) + amount(key, asked) > limit(key, hard))
    if (over.length === 0) continue
    const list = (show: (key: string) => string) => over.map((key) => `${key}=${show(key)}`).join(',')
    return `exceeded quota: ${quota.metadata.name}, requested: ${list((key) => render(key, asked))}, used: ${list((key) => render(key, used))}, limited: ${list((key) => hard[key] ?? '')}`
  }
  return null
}

/** What the objects of a namespace ask for together, as a quota's status shows it. */
export function usedIn(cluster: Cluster, namespace: string): Quantity {
  const total = { ...NOTHING }
  for (const pod of cluster.pods.values()) {
    if (pod.metadata.namespace !== namespace || isOver(pod)) continue
    const asked = requestsOf(pod.spec)
    total.pods += 1
    total.cpu += asked.cpu
    total.memory += asked.memory
  }
  const inside = (kind: string) => objectsOfKind(cluster, kind).filter((object) => object.metadata.namespace === namespace)
  total.services = inside('Service').length
  for (const claim of inside('PersistentVolumeClaim')) total.storage += storageOf(claim.spec)
  return total
}

export function requestsOf(spec: PodSpec): Quantity {
  const total = { ...NOTHING, pods: 1 }
  for (const container of spec.containers) {
    total.cpu += cpuCores(container.resources.requests['cpu'] ?? '0')
    total.memory += memoryBytes(container.resources.requests['memory'] ?? '0')
  }
  return total
}

/** What one claim takes of a quota. */
export function claimOf(spec: object | undefined): Quantity {
  return { ...NOTHING, storage: storageOf(spec) }
}

function storageOf(spec: object | undefined): number {
  const { resources } = (spec ?? {}) as { resources?: { requests?: { storage?: string } } }
  return memoryBytes(resources?.requests?.storage ?? '0')
}

/** One entry of a quota's `status.used`. */
export function render(key: string, quantity: Quantity): string {
  const value = amount(key, quantity)
  if (key.endsWith('cpu')) return formatCpu(value)
  return key.endsWith('memory') || key.endsWith('storage') ? formatMemory(value) : String(value)
}

function amount(key: string, quantity: Quantity): number {
  if (key.endsWith('cpu')) return quantity.cpu
  if (key.endsWith('memory')) return quantity.memory
  if (key.endsWith('storage')) return quantity.storage
  return key === 'services' ? quantity.services : quantity.pods
}

function limit(key: string, hard: Readonly<Record<string, string>>): number {
  const text = hard[key] ?? '0'
  if (key.endsWith('cpu')) return cpuCores(text)
  return key.endsWith('memory') || key.endsWith('storage') ? memoryBytes(text) : Number(text)
}
