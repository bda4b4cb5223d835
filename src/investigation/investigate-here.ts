import { CARELESS, type Care } from '../domain/part.ts'
import { packEvidence, unpackEvidence } from '../evidence/stored-evidence.ts'
import type { Telemetry } from '../telemetry/port.ts'
import { investigate } from './investigate.ts'
import type { Investigate } from './ports.ts'

/** Investigates in this process: the telemetry of an environment is opened, read and closed here. */
export function investigateHere(openTelemetry: (environment: string) => Promise<Telemetry>, care: Care = CARELESS): Investigate {
  return async (input, ports) => {
    care.begins({ kind: 'opening' })
    const telemetry = await openTelemetry(input.environment)
    care.ends({ kind: 'opening' })
    try {
      return await investigate(input, {
        ...ports,
        telemetry,
        care,
        recorded: ports.recorded.map(unpackEvidence),
        append: (evidence) => ports.append(packEvidence(evidence)),
      })
    } finally {
      await telemetry.close()
    }
  }
}
