import type { CaseLabel } from '../town/town-case.ts'
import type { Executable } from './executables.ts'
import type { Stage } from './stage.ts'

/** A fault of a real server, made by its real means. Of what mends it, the commit that brought it stands last. */
export interface RealCase extends CaseLabel {
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
