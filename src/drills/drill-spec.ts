import type { EntityId } from '../domain/entity.ts'

/** What to simulate. Everything in the drill follows from these values. */
export interface DrillSpec {
  /** A fault kind of `faults/index.ts`. */
  readonly kind: string
  readonly seed: number
  readonly scale: 'small' | 'real'
  /** Name of a topology; the seed chooses when it is left out. */
  readonly topology?: string
  /** Between the change and its first effect, for kinds that can wait. */
  readonly delayMinutes?: number
  /** A harmless change right at onset, so that being recent proves nothing. */
  readonly hasDecoy?: boolean
  /** Files or folders of the snapshot that are not written, as when a recorder's query found nothing. */
  readonly missing?: readonly string[]
}

/** The answer of one drill; it stands beside the snapshots, never inside them. See docs/drills.md. */
export interface DrillTruth {
  readonly kind: string
  readonly outcome: 'diagnosis' | 'no_cause'
  /** The smallest set of causes. Empty when nothing may be blamed. */
  readonly rootCauses: readonly EntityId[]
  /** For each root cause every name that counts as it, itself included. */
  readonly accept: readonly (readonly EntityId[])[]
  readonly mechanism: string | null
  /** When effects began, and when the fault was put in (UTC); null where nothing happened. */
  readonly onset: string | null
  readonly injectedAt: string | null
  /** Changes and noise in the window that are not the cause. */
  readonly decoys: readonly EntityId[]
  readonly topology: string
  readonly seed: number
  readonly scale: DrillSpec['scale']
  readonly missing: readonly string[]
}
