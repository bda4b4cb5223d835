import type { Diagnosis } from '../domain/diagnosis.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Progress } from '../domain/investigation.ts'
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
  /** Null: the engine answers alone. */
  readonly model?: ModelPorts | null
}

export interface InvestigationInput {
  readonly investigationId: string | null
  readonly environment: string
  /** What people asked; empty when the mention stood alone. Only a model reads it. */
  readonly question?: string
  readonly mayRead: (source: Evidence['source']) => boolean
}

export type Investigate = (input: InvestigationInput, ports: InvestigationPorts) => Promise<Diagnosis>
