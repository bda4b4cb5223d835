import { realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { readingWith, type Reading, type Truncation } from '../../domain/reading.ts'
import { parseCsvRecords, parseJsonRecords, required, type Records } from '../shared/records.ts'
import { isThere, namesInFolder } from '../shared/regular-file.ts'
import { readTextFile, type TextFile } from '../shared/text-file.ts'
import {
  caseFile,
  dependencyRecord,
  edgeSample,
  logLine,
  operationSample,
  podSample,
  spanRecord,
  type CaseFile,
  type DependencyRecord,
  type EdgeSample,
  type LogLine,
  type OperationSample,
  type PodSample,
  type SpanRecord,
} from './schema.ts'

/** How far up from the case its baseline recording is looked for: beside the case, or beside the folder of cases. */
const BASELINE_LEVELS = ['.', '..', '../..']

/** The parsed files of a trace folder and of the fault-free recording it names, each read once when first asked for. */
export interface TraceFolder {
  about(): Promise<Records<CaseFile>>
  metrics(): Promise<Records<PodSample>>
  edges(): Promise<Records<EdgeSample>>
  operations(): Promise<Records<OperationSample>>
  spans(): Promise<Records<SpanRecord>>
  logs(): Promise<Records<LogLine>>
  /** Files of the fault-free recording; absent when the case names none or it is not there. */
  usualEdges(): Promise<Records<EdgeSample>>
  usualOperations(): Promise<Records<OperationSample>>
  usualLogs(): Promise<Records<LogLine>>
  /** Log lines of further fault-free recordings, kept beside the named one. */
  otherUsualLogs(): Promise<readonly Records<LogLine>[]>
  dependencies(): Promise<Records<DependencyRecord>>
}

/** Most recordings read beside the named one: each adds what one more day shows, and a folder of hundreds would only cost time. */
const MAX_OTHER_RECORDINGS = 4

/** Opens the folder lazily; nothing is read yet. Not every system has log lines, and not every case a baseline. */
export function openFolder(dir: string): TraceFolder {
  const about = once(async () => required(parseJsonRecords(await readTextFile(dir, 'case.json'), caseFile)))
  const usual = once(async () => baselineDir(dir, (await about()).records[0]?.value.baseline ?? null))
  async function readUsual(name: string): Promise<TextFile> {
    const file = await readTextFile(await usual(), name)
    const called = `baseline/${name}`
    return { ...file, name: called, problems: file.problems.map((problem) => ({ ...problem, where: called })) }
  }
  return {
    about,
    metrics: once(async () => required(parseCsvRecords(await readTextFile(dir, 'metrics.csv'), podSample))),
    edges: once(async () => required(parseCsvRecords(await readTextFile(dir, 'edges.csv'), edgeSample))),
    operations: once(async () => required(parseCsvRecords(await readTextFile(dir, 'operations.csv'), operationSample))),
    spans: once(async () => required(parseCsvRecords(await readTextFile(dir, 'traces.csv'), spanRecord))),
    logs: once(async () => parseCsvRecords(await readTextFile(dir, 'logs.csv'), logLine)),
    usualEdges: once(async () => parseCsvRecords(await readUsual('edges.csv'), edgeSample)),
    usualOperations: once(async () => parseCsvRecords(await readUsual('operations.csv'), operationSample)),
    usualLogs: once(async () => parseCsvRecords(await readUsual('logs.csv'), logLine)),
    otherUsualLogs: once(async () =>
      Promise.all(besides(await usual()).map(async (dir) => parseCsvRecords(await readTextFile(dir, 'logs.csv'), logLine))),
    ),
    dependencies: once(async () => parseCsvRecords(await readUsual('dependency.csv'), dependencyRecord)),
  }
}

/**
 * The folder of the fault-free recording; a folder that is not there reads as absent files. The name stands in a foreign file, so it may lead down from
 * one of the places and nowhere else, by its words or by links.
 */
function baselineDir(dir: string, named: string | null): string {
  if (named === null || path.isAbsolute(named)) return path.join(dir, 'baseline')
  const places = BASELINE_LEVELS.map((level) => path.join(dir, level))
  const found = places.find((place) => isFolderBelow(place, path.join(place, named)))
  return path.join(found ?? dir, found === undefined ? 'baseline' : named)
}

function isFolderBelow(place: string, folder: string): boolean {
  try {
    const relative = path.relative(realpathSync(place), realpathSync(folder))
    return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative) && statSync(folder).isDirectory()
  } catch {
    return false
  }
}

/** Folders beside the named recording that hold log lines; none when the recording itself is not there. */
function besides(usual: string): readonly string[] {
  const place = path.dirname(usual)
  if (!isFolderBelow(place, usual)) return []
  return namesInFolder(place)
    .names.filter((name) => name !== path.basename(usual))
    .map((name) => path.join(place, name))
    .filter((dir) => isFolderBelow(place, dir) && isThere(dir, 'logs.csv'))
    .slice(0, MAX_OTHER_RECORDINGS)
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => (loading ??= load())
}

/** Turns rows into a reading; `no_data` says which file is absent or held nothing usable. */
export function readingOf<Row>(
  rows: readonly Row[],
  from: readonly Pick<Records<unknown>, 'name' | 'isAbsent' | 'problems'>[],
  truncated: Truncation | null = null,
): Reading<Row> {
  const problems = from.flatMap((file) => file.problems)
  const absent = from.filter((file) => file.isAbsent).map((file) => file.name)
  const why = absent.length > 0 ? `the folder has no ${absent.join(', no ')}` : 'nothing usable in the window'
  return readingWith(rows, why, { problems, truncated })
}
