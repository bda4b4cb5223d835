import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'

/** An answer before its quotes became receipts. Without points it says in `lead` why there are none. */
export interface Draft {
  readonly lead: string
  readonly points: readonly Argument[]
  readonly notes: readonly string[]
}

export interface Asked {
  readonly words: string
  /** What the question is about; empty when it names nothing that was recorded. */
  readonly about: readonly EntityId[]
}
