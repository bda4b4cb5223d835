import type { Command } from './command.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { EntityId } from './entity.ts'
import type { Argument, Citation, EvidenceId } from './evidence.ts'

/** What can decide between candidates; `why-words.ts` says what each means. */
export type Feature =
  | 'trace_stated'
  | 'trace_changed'
  | 'trace_measured'
  | 'trace_odd'
  | 'trace_numbers_after_change'
  | 'trace_recent'
  | 'trace_numbers'
  | 'reason_unknown'
  | 'fit'
  | 'delay'
  | 'returning'
  | 'afterwards'
  | 'late'
  | 'direct'
  | 'seen'
  | 'missing'
  | 'contrary'
  | 'coverage'
  | 'nearby'
  | 'followed'
  | 'faint'
  | 'unfelt'
  | 'passed'
  | 'alerted'
  | 'uncalled'
  | 'standing'
  | 'idle'
  | 'named'
  | 'suffers'
  | 'suffers_traced'
  | 'suffers_stated'
  | 'common'
  | 'people'
  | 'same_act'
  | 'left_over'
  | 'model_only'

/** One feature of a candidate. The sum of value × weight over all of them orders the candidates of one answer. */
export interface WhyPart {
  readonly feature: Feature
  readonly value: number
  readonly weight: number
  /** Records that it rests on; empty where it rests on none. */
  readonly citations: readonly Citation[]
}

/** A claim that something is a root cause, with citations instead of receipts. The engine and the model both submit these. */
export interface Claim {
  readonly entity: EntityId
  readonly mechanism: string
  /** 0 to 1, from the stated parts of the engine's confidence or, lower, from the model. */
  readonly confidence: number
  /** Earliest moment the cause is known to have existed (UTC); null when no reading says. */
  readonly since: Date | null
  readonly for: readonly Argument[]
  readonly against: readonly Argument[]
  readonly disconfirmingReads: readonly EvidenceId[]
  readonly propagation: readonly EntityId[]
  /** Other entities whose symptoms this claim accounts for; the gate refuses a second claim that the first explains. */
  readonly explains: readonly EntityId[]
  /** What decided; never empty. */
  readonly why: readonly WhyPart[]
}

export interface Rival {
  readonly entity: EntityId
  readonly mechanism: string
  readonly confidence: number
  readonly for: readonly Argument[]
  readonly against: readonly Argument[]
  readonly wouldTellApart: string
  readonly why: readonly WhyPart[]
  /** What it would have had to show and did not; never empty. A sentence without citations tells of what was not seen. */
  readonly missing: readonly Argument[]
}

export interface Dismissal {
  readonly entity: EntityId
  readonly because: string
  readonly explainedBy: EntityId | null
  readonly citations: readonly Citation[]
}

export type ActionKind = Diagnosis['proposedActions'][number]['kind']

/** Something to do: in plain words, and where there are commands for it, as argument lists that run one after another. */
export interface Deed {
  readonly what: string
  readonly commands: readonly Command[]
}

/** `what`, `risk`, `undo` and `target` are words of ours and names that fit their grammar; the gate shows nothing else. */
export interface ActionProposal extends Deed {
  readonly kind: ActionKind
  readonly target: string
  readonly risk: string
  /** The way back. */
  readonly undo: Deed
  readonly citations: readonly Citation[]
}

/** What goes into the gate. Only the gate turns it into a `Diagnosis`. */
export interface Submission {
  readonly outcome: Diagnosis['outcome']
  readonly reasons: readonly string[]
  readonly window: { readonly start: Date | null; readonly end: Date | null; readonly onset: Date | null }
  readonly summary: string
  /** Most confident first. */
  readonly rootCauses: readonly Claim[]
  readonly alternatives: readonly Rival[]
  readonly ruledOut: readonly Dismissal[]
  readonly proposedActions: readonly ActionProposal[]
}
