import type { Diagnosis } from '../../domain/diagnosis.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { FollowUpAnswer } from '../../domain/follow-up.ts'
import type { Ledger } from '../../evidence/ledger.ts'
import type { NewEvidence, NewStatement, StoredEvidence } from '../../evidence/stored-evidence.ts'
import type { Redactor } from '../../redaction/redactor.ts'
import type { AuditEntry, FollowUpRow, Store } from '../../store/port.ts'
import type { Run } from '../announcer.ts'
import type { ModelPorts } from '../model-ports.ts'
import type { InvestigationInput } from '../ports.ts'
import type { WorkerPorts } from '../worker.ts'

/** How an answer reaches the people of the thread. */
export interface FollowUpVoice {
  /** Shows that somebody looks, before a model is asked. Throws `slack_*`. */
  wait(): Promise<void>
  /** Posts the answer, once, in the place of the sign of life where there was one. Throws `slack_*`. */
  say(answer: FollowUpAnswer): Promise<void>
}

export interface FollowUpPorts extends Pick<WorkerPorts, 'openModel' | 'mayRead' | 'board' | 'clock' | 'redactor'> {
  readonly store: Pick<
    Store,
    'loadFollowUp' | 'saveFollowUpAnswer' | 'findDiagnosisOf' | 'loadEvidence' | 'appendEvidence' | 'appendStatement' | 'appendAudit'
  >
  readonly openFollowUpVoice: (followUp: FollowUpRow, run: Run) => FollowUpVoice
  readonly answerFollowUp: AnswerFollowUp
}

/** What an answer is made of: who asked what, about which run, and what that run answered. */
export interface FollowUpInput extends Pick<InvestigationInput, 'mayRead'> {
  readonly followUp: FollowUpRow
  readonly run: Run
  /** Null when the run ended without an answer. */
  readonly row: Diagnosis | null
}

/** What the making of an answer needs from outside. Evidence travels as text. */
export interface AnswerPorts {
  readonly clock: () => Date
  /** Ends the making of the answer. */
  readonly signal: AbortSignal
  readonly recorded: readonly StoredEvidence[]
  readonly append: (evidence: NewEvidence) => Promise<void>
  readonly appendStatement: (said: { readonly statement: NewStatement; readonly by: string }) => Promise<StoredEvidence>
  readonly appendAudit: (entry: AuditEntry) => Promise<void>
  /** Masks what is read; the one without a team's lists when absent. */
  readonly redactor?: Redactor | undefined
  readonly openModel: () => Promise<ModelPorts | null>
  /** Shows that somebody looks. */
  readonly wait: () => Promise<void>
}

/** Makes the answer to a follow-up: opens telemetry only when a read is needed. Throws as `Investigate` does. */
export type AnswerFollowUp = (input: FollowUpInput, ports: AnswerPorts) => Promise<FollowUpAnswer>

/** The ports of one answer, and its ledger. */
export interface AnswerContext extends AnswerPorts {
  readonly openLedger: (recorded: readonly Evidence[]) => Ledger
}
