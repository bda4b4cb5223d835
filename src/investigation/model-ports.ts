import type { AskPorts } from '../agent/ask-model.ts'
import type { Prompts } from '../agent/prompts.ts'
import type { AgentPorts } from '../agent/run-agent.ts'

/** What a run with a model needs beyond the ledger. Absent, the engine alone answers. */
export interface ModelPorts extends AgentPorts {
  readonly prompts: Prompts
  /** Unguessable, new for each run; fences quoted telemetry. */
  readonly marker: string
  readonly findSimilar: (text: string) => Promise<readonly string[]>
  readonly searchRunbooks: (text: string) => Promise<readonly string[]>
}

/** The part of the ports that asking once needs. */
export function askModelPortsOf({ model, signal, wait }: ModelPorts): AskPorts {
  return { model, signal, wait }
}
