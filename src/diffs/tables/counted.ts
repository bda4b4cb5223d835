import type { HazardKind } from '../hazard.ts'
import { vocabulary, type Vocabulary, type Way } from '../words.ts'

/** What it does to a service when more, or fewer, lines of a file say one thing. */
export interface Counted {
  readonly kind: HazardKind
  /** 0 to 1, as in `Hazard`. */
  readonly clarity: number
  /** In words, for people: what happened when the number of such lines changed. */
  readonly text: string
  readonly says: Vocabulary
  /** What such a line must say as well. */
  readonly together?: Vocabulary
  /** What the path or some line of the file must say. */
  readonly about?: Vocabulary
  /** What must have gone when it came. */
  readonly insteadOf?: Vocabulary
}

export function counted(row: Omit<Counted, 'says'>, ways: readonly Way[]): Counted {
  return { ...row, says: vocabulary(ways) }
}
