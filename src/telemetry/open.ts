import { opendirSync, statSync } from 'node:fs'
import { AppError } from '../errors.ts'
import { isClusterDump } from './cluster-dump/recognise.ts'
import { isIncidentFolder } from './incident-folder/recognise.ts'
import type { Telemetry } from './port.ts'
import { cutTexts } from './shared/cut-texts.ts'
import { isSnapshot } from './snapshot/recognise.ts'
import { isTraceFolder } from './trace-folder/recognise.ts'

/** One recorded format: how its folders look, and how to open one. */
interface RecordedFormat {
  readonly format: string
  /** Looks at the names of files; never throws for a folder that is something else. */
  readonly recognise: (dir: string) => boolean
  /** Loads the reader of the format, which takes a quarter of a second, only for a folder that needs it. */
  readonly open: (dir: string) => Promise<Telemetry>
}

/** Asked in this order; the first that recognises the folder opens it. */
const FORMATS: readonly RecordedFormat[] = [
  {
    format: 'incident-folder',
    recognise: isIncidentFolder,
    open: async (dir) => (await import('./incident-folder/open.ts')).openIncidentFolder(dir),
  },
  { format: 'trace-folder', recognise: isTraceFolder, open: async (dir) => (await import('./trace-folder/open.ts')).openTraceFolder(dir) },
  {
    format: 'cluster-dump',
    recognise: isClusterDump,
    open: async (dir) => (await import('./cluster-dump/open-cluster-dump.ts')).openClusterDump(dir),
  },
  { format: 'snapshot', recognise: isSnapshot, open: async (dir) => (await import('./snapshot/open-snapshot.ts')).openSnapshot(dir) },
]

/**
 * Opens a recorded incident, whatever its format, told by its files. Throws `AppError`: `telemetry_not_recognised` when it is no
 * folder or has no format of ours, `telemetry_empty` when the folder holds nothing.
 */
export async function openRecorded(dir: string): Promise<Telemetry> {
  if (isEmpty(dir)) {
    throw new AppError('telemetry_empty', `${dir} is empty`, { remedy: 'Name the folder that holds the recorded files.' })
  }
  const found = FORMATS.find((format) => format.recognise(dir))
  if (found) return withoutLongTexts(await found.open(dir))
  throw new AppError('telemetry_not_recognised', `${dir} is no recorded incident`, {
    remedy: `Name a folder that holds one of: ${FORMATS.map(({ format }) => format).join(', ')}.`,
  })
}

/** True for a folder that has the marks of a format; told by the names of its files, never throws. */
export function isRecorded(dir: string): boolean {
  return FORMATS.some((format) => format.recognise(dir))
}

/** Every format's rows pass here, so that no single text is longer than what follows is made for. */
function withoutLongTexts(telemetry: Telemetry): Telemetry {
  const read: Telemetry['read'] = async (query, options) => cutTexts(await telemetry.read(query, options), query.kind)
  return { label: telemetry.label, read, close: () => telemetry.close() }
}

function isEmpty(dir: string): boolean {
  try {
    const folder = opendirSync(dir)
    try {
      return folder.readSync() === null
    } finally {
      folder.closeSync()
    }
  } catch (cause) {
    const what = statSync(dir, { throwIfNoEntry: false }) ? `${dir} is not a folder that can be read` : `there is no folder ${dir}`
    throw new AppError('telemetry_not_recognised', what, { remedy: 'Name the folder that holds the recorded files.', cause })
  }
}
