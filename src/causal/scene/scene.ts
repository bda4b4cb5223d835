import type { Facts, Held } from './cite.ts'
import type { Symptom } from './symptoms/symptom.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Citation } from '../../domain/evidence.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'

/** What every mechanism looks at: the facts, indexed once. Immutable. */
export interface Scene {
  readonly facts: Facts
  /** Start of the degradation (UTC); null when nothing is wrong or no reading has a time. */
  readonly onset: Date | null
  /** From the start of the data to its end; null when no reading has a time. */
  readonly window: TimeWindow | null
  readonly symptoms: readonly Symptom[]
  readonly objects: ObjectHistory
  readonly graph: Graph
  /** What events, and states in the form of events, say. */
  readonly said: Said
}

/** One recorded version of one object, with the evidence that holds it. */
export type ObjectVersion = Held<'object_versions'>

/** A difference between two consecutive versions of an object, on parsed values (a re-serialised text is no change). */
export interface ObjectChange {
  readonly entity: EntityId
  readonly kind: 'created' | 'updated' | 'deleted'
  /** Dotted path as `renderLines` writes it; empty for created and deleted. */
  readonly path: string
  readonly from: string | null
  readonly to: string | null
  /** From managedFields where the object says, else between the two observations; null when unknown. */
  readonly at: Date | null
  readonly citations: readonly Citation[]
}

/** The objects over time. An empty history means that objects were not read or none were recorded, not that none exist. */
export interface ObjectHistory {
  /** Ascending by observation. */
  versionsOf(entity: EntityId): readonly ObjectVersion[]
  /** Newest version of each object of the kind that still exists; all kinds when none is named. */
  current(kind?: string): readonly ObjectVersion[]
  /** Ascending by time, unknown times last. */
  readonly changes: readonly ObjectChange[]
}

/**
 * Changes that still stand: those of fields that have their earlier value again were taken back, and neither the change nor its undoing is a cause that is
 * still there. `changes`: ascending by time, of any objects; the order is kept.
 */
export function standing(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  const byField = Map.groupBy(changes, ({ entity, path }) => `${entity} ${path}`)
  return changes.filter(({ entity, path }) => {
    const same = byField.get(`${entity} ${path}`) ?? []
    return same.length < 2 || same.at(0)?.from !== same.at(-1)?.to
  })
}

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
  calleeOf(call: Pick<Rows['call_failures'], 'caller' | 'host'>): EntityId | null
}

/** An event, or a state that says what an event would; `record` is what holds it, where that is no event. */
export interface HeldEvent extends Held<'kubernetes_events'> {
  readonly record?: ObjectVersion
}

/** What the cluster says of its objects, without those that are gone; newest last. */
export interface Said {
  readonly all: readonly HeldEvent[]
  about(entity: EntityId): readonly HeldEvent[]
}
