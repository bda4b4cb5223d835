import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/** What teams write runbooks in. Other files in the folders are left alone. */
const RUNBOOK_FILE = /\.(?:md|markdown|txt)$/i
/** Files read from all folders together, in the order of their names. */
const MAX_FILES = 500
/** Bytes of one file; a longer one is an export or a log, not a runbook. */
const MAX_FILE_BYTES = 256 * 1024
/** Bytes of all files together: the index takes a few times that in memory. */
const MAX_TOTAL_BYTES = 8 * 1024 * 1024
/** Folders inside folders; also ends a loop of links. */
const MAX_DEPTH = 8
/** Entries looked at while listing; a folder that holds more is not a folder of runbooks. */
const MAX_ENTRIES = 10_000

export interface ListedFile {
  readonly path: string
  /** Path below the configured folder, starting with that folder's own name, with `/`. */
  readonly name: string
  readonly sizeBytes: number
}

export interface Listing {
  /** Ordered by name. */
  readonly files: readonly ListedFile[]
  /** Equal for two listings of the same, unchanged files. */
  readonly fingerprint: string
  /** What cannot be read at all, one sentence each: a missing folder, a file without permission. */
  readonly failures: readonly string[]
  /** What was left out for a limit, one sentence each. */
  readonly leftOut: readonly string[]
}

/** Lists the runbook files of the folders without opening them; links are followed. Never throws. */
export async function listRunbooks(dirs: readonly string[]): Promise<Listing> {
  const found: Found = { files: [], failures: [], entries: 0 }
  for (const dir of dirs) await walk({ dir, name: path.basename(dir), depth: 0 }, found)
  const sorted = found.files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const { files, leftOut } = withinLimits(sorted)
  const tooMany = found.entries > MAX_ENTRIES ? [`the folders hold more than ${MAX_ENTRIES} entries; the rest was not looked at`] : []
  const fingerprint = JSON.stringify(files.map(({ path: file, sizeBytes, changedMs }) => [file, sizeBytes, changedMs]))
  return { files, fingerprint, failures: found.failures, leftOut: [...leftOut, ...tooMany] }
}

/** The text of a listed file, or a sentence that says why there is none. Bytes that are not UTF-8 become U+FFFD. Never throws. */
export async function readRunbook(file: ListedFile): Promise<{ readonly text: string } | { readonly failure: string }> {
  try {
    const bytes = await readFile(file.path)
    return bytes.includes(0) ? { failure: `${file.path} is not a text file` } : { text: new TextDecoder().decode(bytes) }
  } catch (cause) {
    return { failure: `${file.path} ${whyNot(cause)}` }
  }
}

interface FoundFile extends ListedFile {
  readonly changedMs: number
}

interface Found {
  readonly files: FoundFile[]
  readonly failures: string[]
  entries: number
}

interface Place {
  readonly dir: string
  readonly name: string
  readonly depth: number
}

async function walk(place: Place, found: Found): Promise<void> {
  let names: readonly string[]
  try {
    names = await readdir(place.dir)
  } catch (cause) {
    found.failures.push(`${place.dir} ${whyNot(cause)}`)
    return
  }
  // Hidden entries are tools' own: .git, and the ..data links of a mounted ConfigMap, whose files show up beside it.
  for (const name of names.filter((entry) => !entry.startsWith('.')).toSorted()) {
    if ((found.entries += 1) > MAX_ENTRIES) return
    await look({ dir: path.join(place.dir, name), name: `${place.name}/${name}`, depth: place.depth + 1 }, found)
  }
}

async function look(place: Place, found: Found): Promise<void> {
  try {
    const stats = await stat(place.dir)
    if (stats.isDirectory()) return place.depth < MAX_DEPTH ? await walk(place, found) : undefined
    if (!stats.isFile() || !RUNBOOK_FILE.test(place.name)) return
    found.files.push({ path: place.dir, name: place.name, sizeBytes: stats.size, changedMs: stats.mtimeMs })
  } catch (cause) {
    if (RUNBOOK_FILE.test(place.name)) found.failures.push(`${place.dir} ${whyNot(cause)}`)
  }
}

function withinLimits(sorted: readonly FoundFile[]): { readonly files: readonly FoundFile[]; readonly leftOut: readonly string[] } {
  const tooLarge = sorted.filter(({ sizeBytes }) => sizeBytes > MAX_FILE_BYTES)
  let totalBytes = 0
  const fitting = sorted.filter(({ sizeBytes }) => sizeBytes <= MAX_FILE_BYTES && (totalBytes += sizeBytes) <= MAX_TOTAL_BYTES)
  const files = fitting.slice(0, MAX_FILES)
  const over = sorted.length - tooLarge.length - files.length
  return {
    files,
    leftOut: [
      ...tooLarge.map(({ path: file }) => `${file} is larger than ${MAX_FILE_BYTES} bytes and was left out`),
      ...(over > 0 ? [`left out for the limit of ${MAX_FILES} files and ${MAX_TOTAL_BYTES} bytes in all: ${over}, the last by name`] : []),
    ],
  }
}

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'ENOENT') return 'does not exist'
  if (code === 'ENOTDIR') return 'is not a folder'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user'
  return `cannot be read (${typeof code === 'string' ? code : 'unknown error'})`
}
