import type { EntityId } from '../../domain/entity.ts'
import type { AddressBook } from './called-units.ts'

/** `from` owns, selects, mounts, … `to`. For `calls`, `from` is the caller. `runs` goes from a node to a pod. */
export type Relation = 'owns' | 'selects' | 'mounts' | 'references' | 'runs' | 'governs' | 'calls'

export interface Edge {
  readonly from: EntityId
  readonly to: EntityId
  readonly relation: Relation
}

/** How entities hang together, from object references, declared dependencies and traces. */
export interface Graph {
  readonly edges: readonly Edge[]
  from(entity: EntityId, relation: Relation): readonly EntityId[]
  to(entity: EntityId, relation: Relation): readonly EntityId[]
  /**
   * The one name under which symptoms of a pod, its ReplicaSet, its Deployment and its Service are the same thing:
   * `scope/Service/name` as traces and people say it. An entity that belongs to no service is its own unit.
   */
  unitOf(entity: EntityId): EntityId
  /** Whom a caller means by a host as its log writes it; null when nothing that was read has that name or address. */
  readonly calleeOf: AddressBook
}
