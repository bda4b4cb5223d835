import type { AskPorts } from '../agent/ask-model.ts'
import type { Prompts } from '../agent/prompts.ts'
import type { AgentPorts } from '../agent/run-agent.ts'
import type { ToolContext } from '../agent/tools/tool.ts'

/** What a run with a model needs beyond the ledger. Absent, the engine alone answers. */
export interface ModelPorts extends AgentPorts {
  readonly prompts: Prompts
  /** Unguessable, new for each run; fences quoted telemetry. */
  readonly marker: string
  /** Past incidents, and the team's runbooks, as the tools of the model see them. Neither throws. */
  readonly findSimilar: ToolContext['findSimilar']
  readonly searchRunbooks: ToolContext['searchRunbooks']
}

/** The part of the ports that asking once needs. */
export function askModelPortsOf({ model, signal, wait }: ModelPorts): AskPorts {
  return { model, signal, wait }
}
