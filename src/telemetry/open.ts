import { existsSync } from 'node:fs'
import { AppError } from '../errors.ts'
import { isClusterDump, openClusterDump } from './cluster-dump/open-cluster-dump.ts'
import { isIncidentFolder, openIncidentFolder } from './incident-folder/open.ts'
import type { Telemetry } from './port.ts'

/** One recorded format: how its folders look, and how to open one. */
interface RecordedFormat {
  readonly format: string
  readonly recognise: (dir: string) => boolean
  readonly open: (dir: string) => Telemetry | Promise<Telemetry>
}

/** Asked in this order; the first that recognises the folder opens it. */
const FORMATS: readonly RecordedFormat[] = [
  { format: 'incident-folder', recognise: isIncidentFolder, open: openIncidentFolder },
  { format: 'cluster-dump', recognise: isClusterDump, open: openClusterDump },
]

/**
 * Opens a recorded incident, whatever its format, told by its files.
 * Throws `AppError` `telemetry_not_recognised` when the folder is absent or has no format of ours.
 */
export async function openRecorded(dir: string): Promise<Telemetry> {
  const found = FORMATS.find((format) => format.recognise(dir))
  if (found) return found.open(dir)
  throw new AppError('telemetry_not_recognised', existsSync(dir) ? `${dir} is no recorded incident` : `there is no folder ${dir}`, {
    remedy: `Name a folder that holds one of: ${FORMATS.map(({ format }) => format).join(', ')}.`,
  })
}
