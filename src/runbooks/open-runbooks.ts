import type { RunbookSearch } from '../domain/runbook.ts'
import { AppError } from '../errors.ts'
import { defaultRedactor, type Redactor } from '../redaction/redactor.ts'
import { indexPassages, type PassageIndex } from './index-passages.ts'
import { splitPassages } from './passages.ts'
import { listRunbooks, readRunbook, type Listing } from './read-folders.ts'

/** Passages of one answer; the first three are what anybody reads. */
const MAX_PASSAGES = 5

export interface Runbooks {
  /** Never throws. Files that changed since the last search are read again first. */
  search(text: string): Promise<RunbookSearch>
}

/** Told about what was left out or could not be read, one sentence each. */
type Warn = (problem: string) => void

/**
 * Reads the runbooks of the folders. Throws `config_invalid` naming every folder that is missing and every file that cannot be read: a team
 * that names its runbooks counts on them. No folders: every search answers that none are configured.
 */
export async function openRunbooks(dirs: readonly string[], warn: Warn, redactor: Redactor = defaultRedactor): Promise<Runbooks> {
  if (dirs.length === 0) return { search: () => Promise.resolve({ kind: 'unavailable', why: 'No runbooks are configured.' }) }
  const listing = await listRunbooks(dirs)
  const ports = { warn, redactor }
  let shelf = await readShelf(listing, ports)
  const failures = [...listing.failures, ...shelf.failures]
  if (failures.length > 0) throw unreadable(failures)
  if (shelf.fileCount === 0) warn(`there is no .md or .txt file in ${dirs.join(', ')}`)

  return {
    async search(text) {
      const current = await listRunbooks(dirs)
      // A folder that is being replaced is read at the next search; until then its last state answers.
      if (current.failures.length === 0 && current.fingerprint !== shelf.fingerprint) shelf = await readShelf(current, ports)
      const found = shelf.index.search(text)
      return {
        kind: 'searched',
        passages: found.slice(0, MAX_PASSAGES),
        left: Math.max(0, found.length - MAX_PASSAGES),
        fileCount: shelf.fileCount,
        stale: staleness(current.failures, shelf.failures),
      }
    },
  }
}

/** All readable files of one listing, indexed. */
interface Shelf {
  readonly index: PassageIndex
  readonly fingerprint: string
  readonly fileCount: number
  readonly failures: readonly string[]
}

async function readShelf(
  { files, fingerprint, leftOut }: Listing,
  { warn, redactor }: { readonly warn: Warn; readonly redactor: Redactor },
): Promise<Shelf> {
  const read = await Promise.all(files.map(async (file) => ({ file, result: await readRunbook(file) })))
  const failures = read.flatMap(({ result }) => ('failure' in result ? [result.failure] : []))
  for (const problem of [...leftOut, ...failures]) warn(problem)
  // Lines keep their numbers: a masked key of several lines leaves them empty. Cutting first could tear a key so that nothing knows it.
  // Masked here, so that nothing behind this line can give a secret to a model or to Slack.
  const passages = read.flatMap(({ file, result }) => ('text' in result ? splitPassages(file.name, redactor.text(result.text)) : []))
  return { index: await indexPassages(passages), fingerprint, fileCount: files.length - failures.length, failures }
}

/** Folders on the machine are nobody's business in an answer; the log names them. */
function staleness(gone: readonly string[], unread: readonly string[]): string | null {
  if (gone.length > 0) return 'A runbook folder cannot be read just now; this is from what was read before.'
  return unread.length > 0 ? `${unread.length} runbook files could not be read and were not searched.` : null
}

function unreadable(failures: readonly string[]): AppError {
  return new AppError('config_invalid', ['The runbooks cannot be read:', ...failures].join('\n  '), {
    remedy: 'Correct runbooks.dir in firstcause.yaml, or make these readable.',
  })
}
