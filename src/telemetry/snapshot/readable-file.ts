import type { Problem } from '../../domain/reading.ts'
import { replacedIn } from '../shared/text-file.ts'
import { writeCleanCopy } from './clean-copy.ts'
import type { SnapshotFile } from './files.ts'
import { MAX_COLUMNS, readHeader, resolveColumn } from './header.ts'
import { isCleanTable } from './inspect-file.ts'
import type { Reject } from './record-numbers.ts'

/** A table as the database may read it: the recorded file itself, or a copy without what is damaged. */
export interface ReadableFile {
  /** The recorded file, for names and numbers. */
  readonly file: SnapshotFile
  /** Where the records are read from. */
  readonly path: string
  readonly isCopy: boolean
  readonly columns: readonly string[]
  /** Records that are not in the copy. */
  readonly rejects: readonly Reject[]
  readonly lost: number
}

/** A file that can be used, or null; and what is wrong with it either way. */
interface Readied {
  readonly readable: ReadableFile | null
  readonly problems: readonly Problem[]
}

interface ReadyOptions {
  /** Folder for copies. */
  readonly folder: string
  /** Columns without which a file is of no use, each with all its names. */
  readonly required: readonly (readonly string[])[]
  /** All columns that somebody will ask for, each with all its names. */
  readonly wanted: readonly (readonly string[])[]
}

/** Makes a recorded table ready to be read: as it is when every byte of it is in order, otherwise as a clean copy. Never throws. */
export async function readyFile(file: SnapshotFile, options: ReadyOptions): Promise<Readied> {
  try {
    if (!(await isCleanTable(file.path))) return await cleanFile(file, options)
  } catch {
    return { readable: null, problems: [{ where: file.name, record: null, what: 'the file could not be opened' }] }
  }
  const { columns, problems } = readHeader(file, options.required)
  return { readable: columns && { file, path: file.path, isCopy: false, columns, rejects: [], lost: 0 }, problems }
}

/** A clean copy of a file in which the database found damage that it cannot pass over alone. Never throws. */
export async function cleanFile(file: SnapshotFile, { folder, required, wanted }: ReadyOptions): Promise<Readied> {
  try {
    const copy = await writeCleanCopy(file, folder)
    const { columns, problems } = readHeader({ ...file, path: copy.path }, required)
    const found = [...replacedIn(file.name, copy.replaced, copy.bytes), ...cutColumns(file, copy.columns, wanted), ...problems]
    const { path, rejects, lost } = copy
    return { readable: columns && { file, path, isCopy: true, columns, rejects, lost }, problems: found }
  } catch {
    return { readable: null, problems: [{ where: file.name, record: null, what: 'the file could not be read as tab-separated records' }] }
  }
}

/** Columns beyond the limit hide something only when somebody wanted one of them. */
function cutColumns(file: SnapshotFile, names: readonly string[], wanted: ReadyOptions['wanted']): Problem[] {
  if (names.length <= MAX_COLUMNS) return []
  const [kept, cut] = [names.slice(0, MAX_COLUMNS), names.slice(MAX_COLUMNS)]
  const missed = wanted.filter((one) => resolveColumn(kept, one) === null && resolveColumn(cut, one) !== null)
  const what = `only the first ${MAX_COLUMNS} columns are read (MAX_COLUMNS), ${cut.length} are left out`
  return [{ where: file.name, record: 1, what, unreadable: { count: missed.length, of: wanted.length, unit: 'columns' } }]
}
