import type { Executable } from './executables.ts'
import type { Stage } from './stage.ts'

/** A fault of a real server, made by its real means, with what a good answer names. */
export interface RealCase {
  readonly id: string
  /** Kind of fault, by which figures are printed. */
  readonly kind: string
  /** What a person would edit to mend it, the commit that brought it last; empty: nothing is wrong. */
  readonly fix: readonly string[]
  /** Words of a fitting mechanism, as a pattern. */
  readonly mechanism: string
  /** Names whose services are close to the fault: a partly right answer. */
  readonly near: readonly string[]
  readonly question: string
  /** Why the recording cannot show the fault, if it cannot. */
  readonly hidden?: string
  /** Programs of this machine that it needs. */
  readonly needs: readonly Executable[]
  /** What passengers ask the desk for, each as often as it stands here. */
  readonly traffic: readonly string[]
  /** Starts the servers and programs of a calm day, those that are called first. */
  readonly start: (stage: Stage) => Promise<void>
  /** What is done to them; returns when it is done, not when it has shown. */
  readonly change: (stage: Stage) => Promise<void>
}

/** A case in which nothing is wrong that the question asks for. */
export function harmless(one: Omit<RealCase, 'fix' | 'mechanism' | 'near' | 'hidden'>): RealCase {
  return { ...one, fix: [], mechanism: 'none', near: [] }
}
