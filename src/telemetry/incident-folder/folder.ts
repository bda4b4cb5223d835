import { readingWith, type Problem, type Reading, type Truncation } from '../../domain/reading.ts'
import { parseCsvRecords, parseJsonRecords, parseLineRecords, required, type Records } from '../shared/records.ts'
import { readTextFile } from '../shared/text-file.ts'
import {
  alertFile,
  commitEntry,
  deployEntry,
  flagEntry,
  logRecord,
  metricSample,
  patternEntry,
  span,
  statusFeed,
  type AlertFile,
  type CommitEntry,
  type DeployEntry,
  type FlagEntry,
  type LogRecord,
  type MetricSample,
  type PatternEntry,
  type Span,
  type StatusFeed,
} from './schema.ts'

/** The parsed files of one folder, each read when first asked for and then kept: a folder does not change while it is open. */
export interface Folder {
  alerts(): Promise<Records<AlertFile>>
  logs(): Promise<Records<LogRecord>>
  metrics(): Promise<Records<MetricSample>>
  spans(): Promise<Records<Span>>
  patterns(): Promise<Records<PatternEntry>>
  commits(): Promise<Records<CommitEntry>>
  deploys(): Promise<Records<DeployEntry>>
  flags(): Promise<Records<FlagEntry>>
  status(): Promise<Records<StatusFeed>>
}

/** Opens the folder lazily; nothing is read yet. Only a count of patterns and a status page are kept by some and not by others. */
export function openFolder(dir: string): Folder {
  return {
    alerts: once(async () => required(parseJsonRecords(await readTextFile(dir, 'alert.json'), alertFile))),
    logs: once(async () => required(parseLineRecords(await readTextFile(dir, 'logs.ndjson'), logRecord))),
    metrics: once(async () => required(parseCsvRecords(await readTextFile(dir, 'metrics.csv'), metricSample))),
    spans: once(async () => required(parseJsonRecords(await readTextFile(dir, 'traces.json'), span))),
    patterns: once(async () => parseJsonRecords(await readTextFile(dir, 'patterns.json'), patternEntry)),
    commits: once(async () => required(parseJsonRecords(await readTextFile(dir, 'context/commits.json'), commitEntry))),
    deploys: once(async () => required(parseJsonRecords(await readTextFile(dir, 'context/deploys.json'), deployEntry))),
    flags: once(async () => required(parseJsonRecords(await readTextFile(dir, 'context/flags.json'), flagEntry))),
    status: once(async () => parseJsonRecords(await readTextFile(dir, 'status_feed.json'), statusFeed)),
  }
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => (loading ??= load())
}

/** Turns rows into a reading: `no_data` when there is none, saying which file was absent or what made it unusable. */
export function readingOf<Row>(
  rows: readonly Row[],
  from: readonly Pick<Records<unknown>, 'name' | 'isAbsent' | 'problems'>[],
  truncated: Truncation | null = null,
): Reading<Row> {
  const problems: Problem[] = from.flatMap((file) => file.problems)
  const absent = from.filter((file) => file.isAbsent).map((file) => file.name)
  const why =
    absent.length > 0 ? `the folder has no ${absent.join(', no ')}` : `nothing usable in ${from.map((file) => file.name).join(', ')}`
  return readingWith(rows, why, { problems, truncated })
}
