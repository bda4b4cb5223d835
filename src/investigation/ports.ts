import type { AskedEnds } from '../domain/asked-period.ts'
import type { Diagnosis } from '../domain/diagnosis.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Progress } from '../domain/investigation.ts'
import type { Care } from '../domain/part.ts'
import type { NewEvidence, StoredEvidence } from '../evidence/stored-evidence.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { Telemetry } from '../telemetry/port.ts'
import type { ModelPorts } from './model-ports.ts'

/** The current moment, UTC. The only clock below main and cli. */
type Clock = () => Date

/** What one investigation needs from outside. The command line fills it from memory, the worker from the store and Slack. */
export interface InvestigationPorts {
  readonly telemetry: Telemetry
  readonly clock: Clock
  /** Ends the run early; what was found is kept and the diagnosis says that it was stopped. */
  readonly signal: AbortSignal
  /** Evidence of an earlier attempt of the same run; empty for a fresh run. */
  readonly recorded: readonly Evidence[]
  readonly append: (evidence: Evidence) => Promise<void>
  /** Called often; must not throw and must not wait. */
  readonly progress: (progress: Progress) => void
  /** Resolves when people can see the last progress, or soon without; absent where nobody watches a thread. Never throws. */
  readonly shown?: () => Promise<void>
  /** Masks what is read and what a model says; the one without a team's lists when absent. */
  readonly redactor?: Redactor | undefined
  /** Null: the engine answers alone. */
  readonly model?: ModelPorts | null
  /** What is left out, and who is told what the run is about to do; absent where nobody watches. */
  readonly care?: Care
}

/** What a run needs when somebody else opens its telemetry, in this process or another. Evidence travels as text. */
export interface RunPorts extends Omit<InvestigationPorts, 'telemetry' | 'recorded' | 'append' | 'care'> {
  readonly recorded: readonly StoredEvidence[]
  readonly append: (evidence: NewEvidence) => Promise<void>
}

export interface InvestigationInput {
  readonly investigationId: string | null
  readonly environment: string
  /** What people asked; empty when the mention stood alone. A model reads it, and a period in it narrows the window. */
  readonly question?: string
  /** The part of the recording that is asked about, beside the question; absent or null when nothing but the question says so. */
  readonly ends?: AskedEnds | null
  readonly mayRead: (source: Evidence['source']) => boolean
}

/**
 * Opens the telemetry of the input's environment, investigates, and closes it. Throws `telemetry_*` or `config_missing` when it cannot be opened,
 * `telemetry_too_hard` when what it reads cannot be read within the limits.
 */
export type Investigate = (input: InvestigationInput, ports: RunPorts) => Promise<Diagnosis>
