import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { investigate } from '../../src/investigation/investigate.ts'
import type { InvestigationInput } from '../../src/investigation/ports.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'
import { START } from './facts.ts'

/** A run of the real engine without a model, about all of the telemetry or the part that is asked about: its evidence and what passed the gate. */
export async function recordRun(
  telemetry: Telemetry,
  asking: Pick<InvestigationInput, 'question' | 'ends'> = {},
): Promise<{ readonly evidence: readonly Evidence[]; readonly diagnosis: Diagnosis }> {
  const evidence: Evidence[] = []
  const diagnosis = await investigate(
    { investigationId: 'run-1', environment: 'shop', mayRead: () => true, ...asking },
    {
      telemetry,
      clock: () => START,
      signal: new AbortController().signal,
      recorded: [],
      append: async (entry) => void evidence.push(entry),
      progress: () => undefined,
    },
  )
  return { evidence, diagnosis }
}
