import type { Evidence } from '../src/domain/evidence.ts'
import type { TelemetrySource } from '../src/domain/reading.ts'
import { findWithEngine } from '../src/investigation/investigate.ts'
import { openRecorded } from '../src/telemetry/open.ts'

/** All that is kept is as of this moment, so that recording again gives the same bytes. */
export const RECORDED_AT = new Date('2026-01-01T00:00:00Z')

/** All evidence that an investigation by the engine reads of a recording, but of the `closed` sources. */
export async function readEvidence(dir: string, closed: readonly TelemetrySource[] = []): Promise<readonly Evidence[]> {
  const telemetry = await openRecorded(dir)
  try {
    const { ledger } = await findWithEngine(
      { investigationId: null, environment: dir, mayRead: (source) => !closed.includes(source) },
      {
        telemetry,
        clock: () => RECORDED_AT,
        signal: new AbortController().signal,
        recorded: [],
        append: () => Promise.resolve(),
        progress: () => undefined,
      },
    )
    return ledger.evidence()
  } finally {
    await telemetry.close()
  }
}
