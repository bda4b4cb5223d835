import { formatEntity } from '../../domain/entity.ts'
import { type Cluster, createObject, nodesOf } from './cluster.ts'
import type { KubeObject } from './objects.ts'
import type { Pod } from './pod.ts'

/** What a claim asks for, or a volume offers. */
export interface StorageShape {
  readonly storage: string
  readonly storageClassName: string
  readonly accessModes: readonly string[]
}

/** A volume that somebody made by hand; `claim` (namespace and name) is who has it. `at` in seconds, as everywhere. */
export function createVolume(
  cluster: Cluster,
  volume: StorageShape & {
    readonly name: string
    readonly labels?: Record<string, string>
    readonly at?: number
    readonly claim?: { readonly namespace: string; readonly name: string }
  },
): void {
  const { storage, storageClassName, accessModes, name, claim } = volume
  createObject(cluster, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    name,
    ...(volume.labels ? { labels: volume.labels } : {}),
    ...(volume.at === undefined ? {} : { at: volume.at }),
    spec: {
      capacity: { storage },
      accessModes,
      storageClassName,
      volumeMode: 'Filesystem',
      persistentVolumeReclaimPolicy: 'Delete',
      local: { path: `/mnt/disks/${name}` },
      ...(claim ? { claimRef: { kind: 'PersistentVolumeClaim', ...claim } } : {}),
    },
    extra: { status: { phase: claim ? 'Bound' : 'Available' } },
  })
}

/** A claim; bound to the volume `boundTo`, or waiting. `asksFor` are further fields of its spec: a selector, a volume by name. */
export function createClaim(
  cluster: Cluster,
  claim: StorageShape & {
    readonly namespace: string
    readonly name: string
    readonly at?: number
    readonly boundTo?: string
    readonly asksFor?: object
  },
): KubeObject {
  const { storage, storageClassName, accessModes, namespace, name, boundTo } = claim
  return createObject(cluster, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
    name,
    ...(claim.at === undefined ? {} : { at: claim.at }),
    manager: 'kubectl-client-side-apply',
    spec: {
      accessModes,
      storageClassName,
      volumeMode: 'Filesystem',
      resources: { requests: { storage } },
      ...(boundTo === undefined ? {} : { volumeName: boundTo }),
      ...claim.asksFor,
    },
    extra: { status: { phase: boundTo === undefined ? 'Pending' : 'Bound' } },
  })
}

/** Why the scheduler does not place a pod because of its claims; null when they are there and bound. */
export function claimRefusal(cluster: Cluster, pod: Pod): string | null {
  const names = pod.spec.volumes.flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? [])
  const count = nodesOf(cluster).length
  for (const name of names) {
    const claim = cluster.objects.get(formatEntity(pod.metadata.namespace ?? '', 'PersistentVolumeClaim', name))
    if (!claim) return `persistentvolumeclaim "${name}" not found. preemption: not eligible due to 0/${count} nodes are available`
    if (claim.status?.['phase'] === 'Pending') {
      return `0/${count} nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/${count} nodes are available: ${count} Preemption is not helpful for scheduling.`
    }
  }
  return null
}
