import type { EntityId } from '../../domain/entity.ts'
import type { Citation, EvidenceId } from '../../domain/evidence.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'

/** One recorded version of one object, with the evidence that holds it. */
export interface ObjectVersion {
  readonly evidenceId: EvidenceId
  readonly row: Rows['object_versions']
}

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
