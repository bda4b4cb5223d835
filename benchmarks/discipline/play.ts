import { openAnthropicModel } from '../../src/agent/anthropic.ts'
import type { Prompts } from '../../src/agent/prompts.ts'
import type { Turn } from '../../src/agent/run-state.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { conclude, findWithEngine, type Found } from '../../src/investigation/investigate.ts'
import type { InvestigationInput, InvestigationPorts } from '../../src/investigation/ports.ts'
import { openLedger } from '../../src/evidence/ledger.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'
import type { Script } from './script.ts'
import type { ModelServer } from './server.ts'

const LIMITS = { turns: 12, inputTokens: 200_000, costUsd: 1, wallSeconds: 600 }
const READ_TIMEOUT_MS = 30_000
const MAX_READS = 60

/** What the engine found in an incident once, to be judged by many models. */
export interface Opened {
  readonly telemetry: Telemetry
  readonly found: Found
  readonly alone: Diagnosis
}

export async function openIncident(telemetry: Telemetry): Promise<Opened> {
  const ports = portsOf(telemetry)
  const found = await findWithEngine(INPUT, ports)
  return { telemetry, found, alone: await conclude(found, INPUT, ports) }
}

export interface Played {
  readonly diagnosis: Diagnosis
  readonly turns: readonly Turn[]
  readonly evidence: readonly Evidence[]
}

/** Lets a scripted model judge what the engine found, over the real adapter and wire. `evidence` is what it reads instead of what was recorded. */
export async function playModel(
  { telemetry, found }: Opened,
  server: ModelServer,
  options: { readonly script: Script; readonly prompts: Prompts; readonly evidence: readonly Evidence[] },
): Promise<Played> {
  const turns: Turn[] = []
  const ports = portsOf(telemetry)
  const model = {
    model: openAnthropicModel({ name: 'scripted', modelId: 'scripted', apiKey: 'none', baseUrl: server.url, effort: null }),
    prompts: options.prompts,
    marker: 'discipline',
    limits: LIMITS,
    price: null,
    clock: ports.clock,
    signal: ports.signal,
    wait: () => Promise.resolve(),
    recorded: [],
    recordTurn: (turn: Turn) => Promise.resolve(void turns.push(turn)),
    onEnd: () => undefined,
    findSimilar: () => Promise.resolve({ kind: 'unavailable' as const, why: 'No history here.' }),
    searchRunbooks: () => Promise.resolve({ kind: 'unavailable' as const, why: 'No runbooks here.' }),
  }
  server.play(options.script)
  const ledger = openLedger({
    ...ports,
    recorded: options.evidence,
    mayRead: INPUT.mayRead,
    timeoutMs: READ_TIMEOUT_MS,
    maxReads: MAX_READS,
  })
  const diagnosis = await conclude({ ...found, ledger }, INPUT, { ...ports, model })
  return { diagnosis, turns, evidence: ledger.evidence() }
}

const INPUT: InvestigationInput = { investigationId: null, environment: 'measured', mayRead: () => true }

function portsOf(telemetry: Telemetry): InvestigationPorts {
  return {
    telemetry,
    clock: () => new Date(),
    signal: new AbortController().signal,
    recorded: [],
    append: () => Promise.resolve(),
    progress: () => undefined,
  }
}
