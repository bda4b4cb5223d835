import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openAnthropicModel } from '../../src/agent/anthropic.ts'
import { loadPrompts, type Prompts } from '../../src/agent/prompts.ts'
import type { Turn } from '../../src/agent/run-state.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { investigate } from '../../src/investigation/investigate.ts'
import { openRecorded } from '../../src/telemetry/open.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'
import { BAD_MODELS, careful } from './personas.ts'
import { scoreCauses, type Score, type Truth } from '../average-precision.ts'
import { gatedCauses, rawCauses } from './named-causes.ts'
import type { Script } from './script.ts'
import { startModelServer, type ModelServer } from './server.ts'

const MODELS: Readonly<Record<string, Script>> = { careful, ...BAD_MODELS }
const LIMITS = { turns: 12, inputTokens: 200_000, costUsd: 1, wallSeconds: 600 }

/** One run of one scripted model over one incident. */
export interface DisciplineRun {
  readonly model: string
  readonly case: string
  readonly before: Score
  readonly after: Score
  /** The engine's own answer on the same incident, for "right answers turned inconclusive". */
  readonly engine: Score
  readonly outcome: Diagnosis['outcome']
  readonly ending: string
  readonly inventedReceipts: number
}

/**
 * Runs every scripted model over every incident of a folder of drills (`cases/` and `truth.json`), on the evidence that the engine
 * recorded once per incident. Writes one JSON line a run to `out`. Returns the runs.
 */
export async function runDiscipline(
  dir: string,
  out: string,
  progress: (done: number, total: number) => void,
): Promise<readonly DisciplineRun[]> {
  const truth = JSON.parse(await readFile(path.join(dir, 'truth.json'), 'utf8')) as Readonly<Record<string, { readonly accept: Truth }>>
  const ids = (await readdir(path.join(dir, 'cases'))).filter((id) => id in truth).sort()
  const server = await startModelServer(careful)
  const prompts = await loadPrompts('prompts')
  const runs: DisciplineRun[] = []
  try {
    for (const [index, id] of ids.entries()) {
      progress(index, ids.length)
      runs.push(...(await runCase({ id, folder: path.join(dir, 'cases', id), truth: truth[id]?.accept ?? [], server, prompts })))
    }
  } finally {
    await server.close()
  }
  await writeFile(out, `${runs.map((run) => JSON.stringify(run)).join('\n')}\n`)
  return runs
}

interface Case {
  readonly id: string
  readonly folder: string
  readonly truth: Truth
  readonly server: ModelServer
  readonly prompts: Prompts
}

async function runCase(incident: Case): Promise<readonly DisciplineRun[]> {
  const telemetry = await openRecorded(incident.folder)
  try {
    const recorded: Evidence[] = []
    const engine = await runOnce({ telemetry, incident, recorded, script: null })
    const runs: DisciplineRun[] = []
    for (const [model, script] of Object.entries(MODELS)) {
      const { diagnosis, turns } = await runOnce({ telemetry, incident, recorded, script })
      runs.push({
        model,
        case: incident.id,
        before: scoreCauses(rawCauses(turns), incident.truth),
        after: scoreCauses(gatedCauses(diagnosis), incident.truth),
        engine: scoreCauses(gatedCauses(engine.diagnosis), incident.truth),
        outcome: diagnosis.outcome,
        ending: endingOf(diagnosis),
        inventedReceipts: diagnosis.receipts.filter(({ quote }) => quote.includes('heap at 100 %')).length,
      })
    }
    return runs
  } finally {
    await telemetry.close()
  }
}

interface Once {
  readonly telemetry: Telemetry
  readonly incident: Case
  /** Filled by the first run, reused by the others. */
  readonly recorded: Evidence[]
  readonly script: Script | null
}

async function runOnce({
  telemetry,
  incident,
  recorded,
  script,
}: Once): Promise<{ readonly diagnosis: Diagnosis; readonly turns: readonly Turn[] }> {
  const { server, prompts } = incident
  const turns: Turn[] = []
  const signal = new AbortController().signal
  const clock = () => new Date()
  if (script) server.play(script)
  const model = script && {
    model: openAnthropicModel({ name: 'scripted', modelId: 'scripted', apiKey: 'none', baseUrl: server.url, effort: null }),
    prompts,
    marker: 'discipline',
    limits: LIMITS,
    price: null,
    clock,
    signal,
    wait: () => Promise.resolve(),
    recorded: [],
    recordTurn: (turn: Turn) => Promise.resolve(void turns.push(turn)),
    findSimilar: () => Promise.resolve({ kind: 'unavailable' as const, why: 'No history here.' }),
    searchRunbooks: () => Promise.resolve({ kind: 'unavailable' as const, why: 'No runbooks here.' }),
  }
  const append = (entry: Evidence) => Promise.resolve(void (script ?? recorded.push(entry)))
  const diagnosis = await investigate(
    { investigationId: null, environment: incident.id, mayRead: () => true },
    { telemetry, clock, signal, recorded: [...recorded], append, progress: () => undefined, model },
  )
  return { diagnosis, turns }
}

function endingOf({ reasons }: Diagnosis): string {
  const note = reasons.find((reason) => reason.startsWith('the evidence engine answered alone: '))
  return note?.slice(note.indexOf(': ') + 2) ?? 'submitted'
}
