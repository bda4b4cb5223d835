import type { HazardKind } from '../hazard.ts'

/** A form of code that is told by a pattern, line by line, and what more or less of it does. */
export interface Shape {
  readonly kind: HazardKind
  readonly pattern: RegExp
  /** 0 to 1, as in `Hazard`. */
  readonly clarity: number
  /** In words, for people: what happened when the number of such lines changed. */
  readonly text: string
}
