import type { Problem, Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { serviceEntity } from './entities.ts'
import { readingOf, type Folder } from './folder.ts'
import type { CommitEntry, DeployEntry, FlagEntry } from './schema.ts'

type ChangeRow = Rows['changes']

/** Most changes in one answer: a day of a busy repository; the newest are kept because causes lie before the alert, not years back. */
const MAX_CHANGES = 2_000
/** Most characters of one diff: larger ones are generated files or vendored code, whose head tells what they are. */
const MAX_DIFF_CHARS = 40_000

/** Commits, deploys and flag changes of the folder, ascending by time, then locator. */
export async function readChanges(folder: Folder): Promise<Reading<ChangeRow>> {
  const [commits, deploys, flags] = [await folder.commits(), await folder.deploys(), await folder.flags()]
  const long: Problem[] = commits.records
    .filter(({ value }) => (value.diff?.length ?? 0) > MAX_DIFF_CHARS)
    .map(({ record }) => ({
      where: commits.name,
      record,
      what: `the diff was cut at ${MAX_DIFF_CHARS} characters (MAX_DIFF_CHARS)`,
      unreadable: { count: 1, of: commits.records.length, unit: 'records' },
    }))
  const rows: ChangeRow[] = [
    ...commits.records.map(({ record, value }) => commitRow(value, `${commits.name}#${record}`)),
    ...deploys.records.map(({ record, value }) => deployRow(value, `${deploys.name}#${record}`)),
    ...flags.records.map(({ record, value }) => flagRow(value, `${flags.name}#${record}`)),
  ].sort((a, b) => a.at.getTime() - b.at.getTime() || a.locator.localeCompare(b.locator))
  const leftOut = Math.max(0, rows.length - MAX_CHANGES)
  const files = [{ ...commits, problems: [...commits.problems, ...long] }, deploys, flags]
  return readingOf(rows.slice(leftOut), files, leftOut > 0 ? { limit: 'MAX_CHANGES', leftOut } : null)
}

function commitRow(commit: CommitEntry, locator: string): ChangeRow {
  return {
    change: 'commit',
    locator,
    sha: commit.sha,
    author: commit.author ?? null,
    at: commit.timestamp,
    message: commit.message,
    files: commit.files_changed ?? [],
    diff: commit.diff?.slice(0, MAX_DIFF_CHARS) ?? null,
  }
}

function deployRow(deploy: DeployEntry, locator: string): ChangeRow {
  const { service, commit_sha: commit, version, timestamp: at } = deploy
  return { change: 'deploy', locator, service: serviceEntity(service), commit: commit ?? null, version: version ?? null, at }
}

function flagRow(flag: FlagEntry, locator: string): ChangeRow {
  const [from, to] = (flag.change ?? '').split(/(?<!\s)\s*(?:->|→)\s*/)
  return {
    change: 'flag',
    locator,
    key: flag.flag,
    service: flag.service ? serviceEntity(flag.service) : null,
    from: to === undefined ? null : (from ?? null),
    to: to ?? (from || null),
    actor: flag.actor ?? null,
    at: flag.timestamp,
  }
}
