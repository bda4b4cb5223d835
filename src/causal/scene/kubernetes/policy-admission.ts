import { parseEntity } from '../../../domain/entity.ts'
import { isMap, listAt, mapAt, textAt, textsOf, podLabels } from './fields.ts'
import type { ObjectVersion, Scene } from '../scene.ts'
import { acceptsLabels } from './selectors.ts'

export type Direction = 'ingress' | 'egress'

/** Label that Kubernetes gives every namespace (well-known labels). */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name'

/** One side of a call: the pods whose policies are asked, and who is at the other end. */
export interface Side {
  readonly direction: Direction
  readonly of: ObjectVersion
  readonly other: ObjectVersion
}

/**
 * True when the NetworkPolicies that select the pods of `of` let them speak with the pods of `other` in that direction, on some port. Pods that no policy selects for
 * it are open; several policies add up. An `ipBlock` may be anything and counts as open. Source: Kubernetes API reference, NetworkPolicy.
 */
export function isAdmitted({ direction, of: pods, other }: Side, scene: Scene): boolean {
  const policies = scene.objects.current('NetworkPolicy').filter((policy) => selects(policy, pods) && decides(policy, direction))
  if (policies.length === 0) return true
  return policies.some(({ row }) =>
    listAt(row.object, 'spec', direction).some((rule) => {
      const peers = listAt(rule, direction === 'ingress' ? 'from' : 'to')
      return peers.length === 0 || peers.some((peer) => isPeer(peer, other, { home: parseEntity(row.entity).scope, scene }))
    }),
  )
}

/** True when the policy governs the pods of a workload. */
export function selects(policy: ObjectVersion, { row }: ObjectVersion): boolean {
  const isHere = parseEntity(policy.row.entity).scope === parseEntity(row.entity).scope
  return isHere && acceptsLabels(mapAt(policy.row.object, 'spec', 'podSelector'), podLabels(row.object))
}

/** A policy decides about ingress unless it lists other types, and about egress when it lists that or has rules for it. */
export function decides({ row: { object } }: ObjectVersion, direction: Direction): boolean {
  const types = listAt(object, 'spec', 'policyTypes')
  if (types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress')
  return direction === 'ingress' || listAt(object, 'spec', 'egress').length > 0
}

function isPeer(peer: unknown, other: ObjectVersion, { home, scene }: { readonly home: string; readonly scene: Scene }): boolean {
  if (!isMap(peer) || 'ipBlock' in peer) return true
  const { scope } = parseEntity(other.row.entity)
  const isNamespace =
    'namespaceSelector' in peer ? acceptsLabels(mapAt(peer, 'namespaceSelector'), namespaceLabels(scope, scene)) : scope === home
  return isNamespace && (!('podSelector' in peer) || acceptsLabels(mapAt(peer, 'podSelector'), podLabels(other.row.object)))
}

function namespaceLabels(name: string, scene: Scene): ReadonlyMap<string, string> {
  const state = scene.objects.current('Namespace').find(({ row }) => textAt(row.object, 'metadata', 'name') === name)
  return new Map([[NAMESPACE_NAME, name], ...textsOf(mapAt(state?.row.object, 'metadata', 'labels'))])
}
