import type { TelemetrySource } from '../domain/reading.ts'
import type { Diagnosis } from '../domain/diagnosis.ts'
import type { StoredEvidence } from '../evidence/stored-evidence.ts'
import type { FollowUpInput } from '../investigation/follow-up/ports.ts'
import type { InvestigationInput } from '../investigation/ports.ts'
import type { RedactionRules } from '../redaction/redactor.ts'
import type { LiveEnvironment } from '../telemetry/live/open-live.ts'
import type { SentModel } from './model-link.ts'

// What the two tasks of the pool are given: plain values that can be cloned.

/** A recorded incident, by its folder, or the files and folders that were taken from one cluster; or linked sources, which are asked through the program. */
export type SentSource = { readonly paths: readonly string[] } | { readonly live: LiveEnvironment }

export interface InvestigateTask extends Omit<InvestigationInput, 'mayRead'> {
  readonly source: SentSource
  readonly mayRead: readonly TelemetrySource[]
  readonly recorded: readonly StoredEvidence[]
  readonly model: SentModel | null
  /** The lists of the team; the redactor is made of them over there. */
  readonly redaction: RedactionRules | null
  /** False where nobody keeps the evidence: then it does not travel. */
  readonly isKept: boolean
}

export interface FollowUpTask extends Omit<FollowUpInput, 'mayRead' | 'row'> {
  readonly source: SentSource | null
  readonly mayRead: readonly TelemetrySource[]
  readonly recorded: readonly StoredEvidence[]
  readonly row: Diagnosis | null
  readonly redaction: RedactionRules | null
}
