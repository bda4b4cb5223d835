import { opendirSync, statSync } from 'node:fs'
import { readingWith, withLosses, type Problem, type Reading } from '../domain/reading.ts'
import { AppError } from '../errors.ts'
import { createArchives, type Archives } from './archives/archives.ts'
import { unpackNamed, unpackOnly, type Named } from './archives/unpack-named.ts'
import { isClusterDump } from './cluster-dump/recognise.ts'
import { isKubernetesDump } from './kubernetes-dump/recognise.ts'
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
 * Opens a recorded incident, whatever its format: one folder of a format that names its files, or whatever was taken from a cluster with kubectl, in any
 * number of files and folders; any of it in an archive. Throws `AppError`: `telemetry_not_recognised` when nothing in them is of a format of ours, `telemetry_empty` when there
 * is nothing.
 */
export async function openRecorded(...paths: readonly string[]): Promise<Telemetry> {
  const empty = paths.filter((one) => isEmpty(one))
  if (empty.length === paths.length) {
    throw new AppError('telemetry_empty', `${paths.join(', ') || 'what was named'} is empty`, {
      remedy: 'Name the folder that holds the recorded files.',
    })
  }
  const archives = createArchives()
  try {
    const named = await unpackNamed(paths, archives)
    const telemetry = withoutLongTexts(await openFiles(named, archives, paths))
    return {
      // People named the archive, not the folder that it became.
      label: named.paths.reduce((label, place, index) => label.replaceAll(place, paths[index] ?? place), telemetry.label),
      read: async (query, options) => withProblems(await telemetry.read(query, options), named.problems),
      async close() {
        await telemetry.close()
        archives.close()
      },
    }
  } catch (error) {
    archives.close()
    throw error
  }
}

async function openFiles({ paths: places, problems }: Named, archives: Archives, paths: readonly string[]): Promise<Telemetry> {
  const [first = ''] = places
  const found = places.length === 1 ? await findFormat(first, archives) : null
  if (found) return found.open()
  if (places.some(isKubernetesDump)) return (await import('./kubernetes-dump/open-kubernetes-dump.ts')).openKubernetesDump(places, archives)
  const [why] = problems
  throw new AppError('telemetry_not_recognised', `${paths.join(', ')} is no recorded incident${why ? `: ${why.what}` : ''}`, {
    remedy: `Name what kubectl wrote (docs/recorded-incidents.md), or a folder that holds one of: ${FORMATS.map(({ format }) => format).join(', ')}.`,
  })
}

/** The format of a folder, or of what lies in the one archive in it. */
async function findFormat(dir: string, archives: Archives): Promise<{ open: () => Promise<Telemetry> } | null> {
  // What lies "in" a file cannot be looked at by a process that may read the file alone, and would count as there.
  if (!isFolder(dir)) return null
  const formatOf = (place: string) => FORMATS.find((format) => format.recognise(place))
  const plain = formatOf(dir)
  if (plain) return { open: () => plain.open(dir) }
  const inner = await unpackOnly(dir, archives)
  const packed = inner === null ? undefined : formatOf(inner)
  return inner === null || packed === undefined ? null : { open: () => packed.open(inner) }
}

/**
 * What an archive did not give may be what is missing here. Of a cut one that holds for every question, also for those whose files were all read before the
 * cut: tools pack in no order that can be relied on, so behind it there may have been another list of the same kind, a newer state of the same object, the
 * run of a container before its restart. The rows that were read are whole and are used; that they are all is never said, and so nothing is `no_data`.
 */
function withProblems<Row>(reading: Reading<Row>, problems: readonly Problem[]): Reading<Row> {
  if (reading.status === 'no_data') return readingWith<Row>([], reading.why, { problems })
  return withLosses(reading, { problems })
}

/** True for a folder whose files are named as a format names them; never throws. What kubectl wrote is told by content, and is not looked for. */
export function isRecorded(dir: string): boolean {
  return FORMATS.some((format) => format.recognise(dir))
}

/** Every format's rows pass here, so that no single text is longer than what follows is made for. */
function withoutLongTexts(telemetry: Telemetry): Telemetry {
  const read: Telemetry['read'] = async (query, options) => cutTexts(await telemetry.read(query, options), query.kind)
  return { label: telemetry.label, read, close: () => telemetry.close() }
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** A file is not empty here: what it holds shows when it is read. */
function isEmpty(dir: string): boolean {
  if (statSync(dir, { throwIfNoEntry: false })?.isFile()) return false
  try {
    const folder = opendirSync(dir)
    try {
      return folder.readSync() === null
    } finally {
      folder.closeSync()
    }
  } catch (cause) {
    const what = statSync(dir, { throwIfNoEntry: false })
      ? `${dir} is neither a folder nor a file that can be read`
      : `there is no file or folder ${dir}`
    throw new AppError('telemetry_not_recognised', what, { remedy: 'Name the folder that holds the recorded files.', cause })
  }
}
