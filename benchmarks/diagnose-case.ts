import path from 'node:path'
import type { Diagnosis } from '../src/domain/diagnosis.ts'
import type { TelemetrySource } from '../src/domain/reading.ts'
import type { ModelPorts } from '../src/investigation/model-ports.ts'
import type { Investigate } from '../src/investigation/ports.ts'

/** What investigates a recorded case. */
export interface CaseWork {
  /** Investigates the recorded incident in the folder that the input names as its environment. */
  readonly investigate: Investigate
  /** A model that judges each case; absent: the engine alone. */
  readonly modelFor?: (signal: AbortSignal) => ModelPorts
}

/** Runs the same investigation that Slack starts on one recorded folder, without the sources that are closed. Throws what the investigation throws. */
export async function diagnoseCase(
  dir: string,
  closed: readonly TelemetrySource[],
  { investigate, modelFor }: CaseWork,
): Promise<Diagnosis> {
  const { signal } = new AbortController()
  const diagnosis = await investigate(
    { investigationId: null, environment: dir, mayRead: (source) => !closed.includes(source) },
    {
      clock: () => new Date(),
      signal,
      recorded: [],
      append: () => Promise.resolve(),
      progress: () => undefined,
      model: modelFor?.(signal) ?? null,
    },
  )
  return { ...diagnosis, environment: path.basename(dir) }
}
