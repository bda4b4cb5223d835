import { leftOutPart, MAX_WEIGHED_CHARACTERS, whyLeftOut, wordsForPart, type LeftOut, type Part } from '../domain/part.ts'
import { AppError } from '../errors.ts'
import { wordsForKill, type KillReason, type Limits } from './limits.ts'
import type { SentCare } from './messages.ts'

/** How one process ended its task. */
export type Ending =
  | { readonly kind: 'ended'; readonly value: unknown; readonly peakBytes: number }
  | { readonly kind: 'failed'; readonly error: Error }
  | ({ readonly kind: 'killed' } & Kill)

export interface Kill {
  readonly reason: KillReason
  /** What it was busy with when it ended; several when it read side by side. */
  readonly busyWith: readonly Part[]
}

/** How the next process is to go about a task. */
export interface Plan extends SentCare {
  /** Begins stopped: nothing more is read, what was recorded is weighed. */
  readonly isStopped: boolean
}

export const FIRST_PLAN: Plan = { isOneAtATime: false, leftOut: [], isStopped: false }

/** Processes that one task may end: one for what is at fault among several, one for the part itself. */
export const MAX_KILLS = 2

/**
 * The plan after a process was ended: without the part where it is known, one part after another where it is not, and only weighing what was
 * recorded when somebody had stopped the run. Null when nothing could be left out.
 */
export function planAfter(plan: Plan, { reason, busyWith }: Kill, limits: Limits): Plan | null {
  if (reason === 'stopped') return plan.isStopped ? null : { ...plan, isOneAtATime: true, isStopped: true }
  const [suspect, ...others] = suspectsAmong(busyWith)
  const isKnown = suspect !== undefined && others.length === 0
  if (!isKnown) return plan.isOneAtATime ? null : { ...plan, isOneAtATime: true }
  if (suspect.kind === 'opening' || isLeftOut(plan, suspect)) return null
  const entry: LeftOut = { part: suspect, why: whyOf(suspect, reason, limits) }
  return { ...plan, isOneAtATime: true, leftOut: [...plan.leftOut, entry] }
}

/** The error that ends a run whose processes had to be ended, in words. */
export function tooHard(plan: Plan, { reason, busyWith }: Kill, limits: Limits): AppError {
  const parts = [...plan.leftOut.map(({ part }) => part), ...suspectsAmong(busyWith)].map(wordsForPart)
  const what = [...new Set(parts)].join(', ') || 'the recording'
  return new AppError('telemetry_too_hard', `Too hard to read: ${what}; ${wordsForKill(reason, limits)}.`, {
    remedy:
      'Nothing else is affected. Record less of it, or raise the limits: "isolation" in firstcause.yaml, --memory on the command line.',
  })
}

/** A read that a model asked for is at fault before the model is. */
function suspectsAmong(busyWith: readonly Part[]): readonly Part[] {
  const reads = busyWith.filter(({ kind }) => kind === 'read')
  return reads.length > 0 ? reads : busyWith.slice(-1)
}

function isLeftOut(plan: Plan, suspect: Part): boolean {
  if (suspect.kind === 'read') return whyLeftOut(plan, suspect.query) !== null
  return suspect.kind !== 'opening' && leftOutPart(plan, suspect.kind) !== null
}

function whyOf(suspect: Part, reason: KillReason, limits: Limits): string {
  const words = wordsForKill(reason, limits)
  if (suspect.kind === 'weighing')
    return `texts of more than ${MAX_WEIGHED_CHARACTERS} characters were cut before they were weighed: whole, ${words}`
  const file = suspect.kind === 'read' && suspect.file !== null ? `${suspect.file}: ` : ''
  return `${file}left out, because ${words}`
}
