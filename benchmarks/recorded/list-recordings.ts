import { readdirSync, type Dirent } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../src/errors.ts'
import { isRecorded } from '../../src/telemetry/open.ts'

/** One recording of a set of cases. `set`: the folder that holds `cases/`; `form`: the name of the recording below its case, null when the case is one itself. */
export interface Recording {
  readonly set: string
  readonly case: string
  readonly form: string | null
  readonly dir: string
  /** The folder that holds `cases/`. */
  readonly root: string
}

const CASES = 'cases'
/** Folders below `--data` in which a `cases/` folder is looked for; sets lie one or two deep. */
const MAX_DEPTH = 6

/**
 * The recordings below a folder, in order of path: each folder directly inside a folder named `cases`, at any depth, or, where that folder holds nothing but
 * folders and is no recording, each of its folders. Opens no file. Throws `AppError` when there is none.
 */
export function listRecordings(dataDir: string): readonly Recording[] {
  const found = casesFoldersIn(dataDir, 0).flatMap((folder) =>
    foldersIn(folder).flatMap((name) =>
      recordingsOf({ set: path.basename(path.dirname(path.resolve(folder))), root: path.dirname(folder), case: name }, folder),
    ),
  )
  if (found.length > 0) return found
  throw new AppError('telemetry_not_recognised', `there are no cases in ${dataDir}`, {
    remedy: 'Name a folder with --data that holds cases/, or folders that hold it.',
  })
}

function recordingsOf(named: Pick<Recording, 'set' | 'root' | 'case'>, folder: string): readonly Recording[] {
  const dir = path.join(folder, named.case)
  const holdsOnlyFolders = entriesOf(dir).every((entry) => entry.isDirectory())
  const forms = holdsOnlyFolders && !isRecorded(dir) ? foldersIn(dir) : []
  return forms.length === 0 ? [{ ...named, form: null, dir }] : forms.map((form) => ({ ...named, form, dir: path.join(dir, form) }))
}

function casesFoldersIn(dir: string, depth: number): readonly string[] {
  if (depth > MAX_DEPTH) return []
  return foldersIn(dir).flatMap((name) => {
    const folder = path.join(dir, name)
    return name === CASES ? [folder] : casesFoldersIn(folder, depth + 1)
  })
}

function foldersIn(dir: string): readonly string[] {
  return entriesOf(dir)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

function entriesOf(dir: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
  } catch (cause) {
    throw new AppError('telemetry_not_recognised', `${dir} is not a folder that can be read`, {
      remedy: 'Name a folder with --data.',
      cause,
    })
  }
}
