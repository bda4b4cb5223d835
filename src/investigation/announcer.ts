import type { Progress } from '../domain/investigation.ts'
import type { DiagnosisRow, IncidentRow, InvestigationRow } from '../store/port.ts'

/** A stored run and the incident it belongs to. */
export interface Run {
  readonly incident: IncidentRow
  readonly investigation: InvestigationRow
}

/** How a run ended, in what people need to hear about it. */
export type Ending =
  | { readonly kind: 'answered'; readonly tookMs: number; readonly reads: number }
  | { readonly kind: 'stopped'; readonly by: string; readonly tookMs: number; readonly reads: number }
  | { readonly kind: 'failed'; readonly what: string; readonly remedy: string }

/** How a run speaks to the people who wait for it. */
export interface Voice {
  /** Never throws, never waits; states that come too fast are dropped in favour of newer ones. */
  progress(progress: Progress): void
  /** Resolves when the newest state can be read, or after a few seconds without. Never throws. */
  shown(): Promise<void>
  /** Posts the answer, once. Throws `slack_*`. */
  answer(row: DiagnosisRow, stoppedBy: string | null): Promise<void>
  /** Gives the progress message its last state, which is always delivered unless somebody deleted the message. Throws `slack_*`. */
  end(ending: Ending): Promise<void>
  /** Stops speaking without a last state: the run goes on in another process. */
  leave(): Promise<void>
}

/** Opens the voice of a run: posts its progress message, or adopts the one an earlier attempt posted. Throws `slack_*`. */
export type OpenVoice = (run: Run) => Promise<Voice>
