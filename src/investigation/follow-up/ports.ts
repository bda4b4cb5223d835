import type { Evidence } from '../../domain/evidence.ts'
import type { FollowUpAnswer } from '../../domain/follow-up.ts'
import type { Ledger } from '../../evidence/ledger.ts'
import type { FollowUpRow, Store } from '../../store/port.ts'
import type { Run } from '../announcer.ts'
import type { WorkerPorts } from '../worker.ts'

/** How an answer reaches the people of the thread. */
export interface FollowUpVoice {
  /** Shows that somebody looks, before a model is asked. Throws `slack_*`. */
  wait(): Promise<void>
  /** Posts the answer, once, in the place of the sign of life where there was one. Throws `slack_*`. */
  say(answer: FollowUpAnswer): Promise<void>
}

export interface FollowUpPorts extends Pick<WorkerPorts, 'openTelemetry' | 'openModel' | 'mayRead' | 'board' | 'clock'> {
  readonly store: Pick<
    Store,
    'loadFollowUp' | 'saveFollowUpAnswer' | 'findDiagnosisOf' | 'loadEvidence' | 'appendEvidence' | 'appendStatement' | 'appendAudit'
  >
  readonly openFollowUpVoice: (followUp: FollowUpRow, run: Run) => FollowUpVoice
}

/** What an answer is made of: who asked what, about which run, and how to show that somebody looks. */
export interface Task {
  readonly followUp: FollowUpRow
  readonly run: Run
  readonly voice: FollowUpVoice
}

/** The ports of one answer: its ledger, and a signal that also ends with a stop. */
export interface AnswerContext extends FollowUpPorts {
  readonly openLedger: (recorded: readonly Evidence[]) => Ledger
  readonly signal: AbortSignal
}
