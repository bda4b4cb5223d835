import type { EntityId } from '../domain/entity.ts'
import type { LifeElement } from './life/elements.ts'

/** What to simulate. Everything in the drill follows from these values. */
export interface DrillSpec {
  /** A fault kind of `faults/index.ts`. */
  readonly kind: string
  readonly seed: number
  readonly scale: 'small' | 'real'
  /** Name of a topology, or of a shape that the seed fills; the seed chooses one written by hand when it is left out. */
  readonly topology?: string
  /** Between the change and its first effect, for kinds that can wait. */
  readonly delayMinutes?: number
  /** A harmless change right at onset, so that being recent proves nothing. */
  readonly hasDecoy?: boolean
  /** Files or folders of the snapshot that are not written, as when a recorder's query found nothing. */
  readonly missing?: readonly string[]
  /** What surrounds the fault and how it is recorded; nothing when left out, which is a plain drill. */
  readonly life?: readonly LifeElement[]
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
  /** Of the first cause, as `faults/families.ts` groups them; `none` where nothing broke. */
  readonly family: string
  /** What was recorded is enough for a person to know the cause, or that there is none. */
  readonly decisive: boolean
  /** Every name on a true path from a cause to whoever feels it: the causes themselves, what they strike first, and who needs that. */
  readonly onPath: readonly EntityId[]
  readonly life: readonly LifeElement[]
  /** What each element of life touched, no cause among it; elements that touch nothing by name are not in it. */
  readonly touchedBy: Readonly<Partial<Record<LifeElement, readonly EntityId[]>>>
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
