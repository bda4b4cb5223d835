import { open } from 'node:fs/promises'
import { loadPrompts, type Prompts } from '../../src/agent/prompts.ts'
import { openRecorded } from '../../src/telemetry/open.ts'
import { scoreNamed } from '../average-precision.ts'
import { careful } from './careful.ts'
import type { DisciplineRun } from './discipline-run.ts'
import { economyOf } from './economy.ts'
import type { Incident } from './incidents.ts'
import { postedCauses, rawCauses } from './named-causes.ts'
import { BAD_MODELS } from './personas.ts'
import { plantInjection } from './plant-injection.ts'
import { openIncident, playModel, type Opened } from './play.ts'
import type { Script } from './script.ts'
import { startModelServer } from './server.ts'
import { untrueIn } from './untrue.ts'

export interface DisciplineOptions {
  /** Only the careful model, for the figures of its requests. */
  readonly isEconomyOnly: boolean
  readonly progress: (done: number, total: number, id: string) => void
}

/** Runs every scripted model over every incident, on the evidence that the engine recorded once. Writes one JSON line a run to `out`. */
export async function runDiscipline(
  incidents: readonly Incident[],
  out: string,
  { isEconomyOnly, progress }: DisciplineOptions,
): Promise<readonly DisciplineRun[]> {
  const prompts = await loadPrompts('prompts')
  const models: Readonly<Record<string, Script>> = isEconomyOnly ? { careful } : { careful, ...BAD_MODELS }
  await using file = await open(out, 'w')
  const runs: DisciplineRun[] = []
  for (const [index, incident] of incidents.entries()) {
    progress(index, incidents.length, incident.id)
    const own = await runIncident(incident, models, prompts)
    await file.write(own.map((run) => `${JSON.stringify(run)}\n`).join(''))
    runs.push(...own)
  }
  return runs
}

async function runIncident(incident: Incident, models: Readonly<Record<string, Script>>, prompts: Prompts): Promise<DisciplineRun[]> {
  const telemetry = await openRecorded(incident.folder)
  try {
    const opened = await openIncident(telemetry)
    const runs: DisciplineRun[] = []
    for (const [model, script] of Object.entries(models)) runs.push(await runModel(incident, opened, { model, script, prompts }))
    return runs
  } finally {
    await telemetry.close()
  }
}

interface Player {
  readonly model: string
  readonly script: Script
  readonly prompts: Prompts
}

async function runModel({ id, set, truth }: Incident, opened: Opened, { model, script, prompts }: Player): Promise<DisciplineRun> {
  // One provider a run: its memory of prompts is what the figures of the cache rest on.
  const server = await startModelServer(script)
  try {
    const { found, alone } = opened
    const recorded = found.ledger.evidence()
    const evidence = model === 'injected' ? plantInjection(recorded) : recorded
    const played = await playModel(opened, server, { script, prompts, evidence })
    const raw = rawCauses(played.turns, found.answer.submission)
    const posted = postedCauses(played.diagnosis)
    return {
      model,
      set,
      case: id,
      before: scoreNamed(raw, truth),
      after: scoreNamed(posted, truth),
      engine: scoreNamed(postedCauses(alone), truth),
      outcome: played.diagnosis.outcome,
      ending: played.diagnosis.stats.modelEnding ?? 'not asked',
      untrue: untrueIn(played.diagnosis, played.evidence),
      raw: raw.map(({ entity }) => entity),
      posted: posted.map(({ entity }) => entity),
      economy: model === 'careful' ? economyOf(server.seen) : null,
    }
  } finally {
    await server.close()
  }
}
