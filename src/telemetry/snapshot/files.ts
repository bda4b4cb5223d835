import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'
import { findRegularFile, MAX_FOLDER_ENTRIES, namesInFolder } from '../shared/regular-file.ts'

/** One recorded file: where it is on this machine, and how locators and problems name it. */
export interface SnapshotFile {
  /** A regular file inside the folder, links resolved. */
  readonly path: string
  /** Path inside the snapshot, with forward slashes. */
  readonly name: string
}

/** Files of one kind that are read: one for each pod of a large cluster. Every file costs an opening and a millisecond. */
const MAX_FILES_OF_A_KIND = 2000

/** The files of one recorded scenario. A list is empty when the recorder wrote none (it writes no file for an empty query). */
export interface SnapshotFiles {
  readonly alerts: readonly SnapshotFile[]
  readonly podMetrics: readonly SnapshotFile[]
  readonly serviceMetrics: readonly SnapshotFile[]
  readonly events: readonly SnapshotFile[]
  readonly objects: readonly SnapshotFile[]
  readonly logs: readonly SnapshotFile[]
  readonly traces: readonly SnapshotFile[]
}

export type ListName = keyof SnapshotFiles

/** A folder as it was found: what is read, and what is there by its name but is not opened. */
export interface FoundFiles {
  readonly dir: string
  readonly files: SnapshotFiles
  readonly problems: readonly (Problem & { readonly list: ListName })[]
}

// The published folders are flat; the recorder's own layout has them under raw/, with the metrics in two folders. Its lite/ twin
// is a subset of the same records and would count everything twice, so it is read only when there is no raw/.
const LAYOUTS = ['', 'raw', 'lite'] as const
const METRIC_FOLDERS = ['metrics', 'metrics_pod', 'metrics_service'] as const
const ALERT_FILE = /^alerts.*\.json$/

const TABLES = {
  events: /^k8s_events.*\.tsv$/,
  objects: /^k8s_objects.*\.tsv$/,
  logs: /^otel_logs.*\.tsv$/,
  traces: /^otel_traces.*\.tsv$/,
} as const
const POD_METRICS = /^pod_.*\.tsv$/
const SERVICE_METRICS = /^service_.*\.tsv$/

/**
 * Lists the snapshot files of a folder by their names alone, in the order of their names. Only these names are ever opened, and only when they are
 * regular files inside the folder: an answer key that lies beside them is not one of them. No file and no problem: the folder is no snapshot.
 */
export function findSnapshotFiles(dir: string): FoundFiles {
  const base = LAYOUTS.find((layout) => hasTables(path.join(dir, layout))) ?? ''
  const inBase = (pattern: RegExp) => namesOf(dir, base, pattern)
  const metrics = (pattern: RegExp) => joinNames(METRIC_FOLDERS.map((folder) => namesOf(dir, join(base, folder), pattern)))
  const found = {
    alerts: alertNames(dir, base),
    podMetrics: metrics(POD_METRICS),
    serviceMetrics: metrics(SERVICE_METRICS),
    events: inBase(TABLES.events),
    objects: inBase(TABLES.objects),
    logs: inBase(TABLES.logs),
    traces: inBase(TABLES.traces),
  } satisfies Record<ListName, Names>
  const lists = Object.entries(found).map(([list, names]) => openable(dir, list as ListName, names))
  const files = Object.fromEntries(lists.map(({ list, files: own }) => [list, own])) as unknown as SnapshotFiles
  return { dir, files, problems: lists.flatMap(({ problems }) => problems) }
}

/** What each list is called in a problem. */
const NAMES: Record<ListName, string> = {
  alerts: 'alerts/alerts*.json',
  podMetrics: 'metrics/pod_*.tsv',
  serviceMetrics: 'metrics/service_*.tsv',
  events: 'k8s_events*.tsv',
  objects: 'k8s_objects*.tsv',
  logs: 'otel_logs*.tsv',
  traces: 'otel_traces*.tsv',
}

/**
 * What is wrong with these lists as a whole: what was not opened, and a problem for each list that has no file at all. The recorder writes no file
 * for a query that found nothing, but a running cluster always has records of every one of these, so a missing file is a hole and no sign of health.
 */
export function listProblems({ files, problems }: FoundFiles, lists: readonly ListName[]): Problem[] {
  return lists.flatMap((list): Problem[] => {
    const refused = problems.filter((problem) => problem.list === list).map(({ where, record, what }) => ({ where, record, what }))
    if (files[list].length + refused.length > 0) return refused
    return [{ where: NAMES[list], record: null, what: 'the recording has no such file, although the format always has one' }]
  })
}

/** All files of the snapshot in one list. */
export function allFiles(files: SnapshotFiles): readonly SnapshotFile[] {
  return Object.values(files).flat()
}

/** True when the folder has a file of the format, whether or not it can be opened. */
export function hasAny({ files, problems }: FoundFiles): boolean {
  return problems.length > 0 || allFiles(files).length > 0
}

interface Names {
  readonly names: readonly string[]
  readonly hasMore: boolean
}

function openable(dir: string, list: ListName, { names, hasMore }: Names) {
  const found = names.slice(0, MAX_FILES_OF_A_KIND).map((name) => ({ name, ...findRegularFile(dir, name) }))
  const files = found.flatMap((file) => (file.status === 'file' ? [{ path: file.path, name: file.name }] : []))
  const refused = found.flatMap((file) => (file.status === 'refused' ? [file.problem] : []))
  const leftOut = names.length - found.length
  const count = { count: leftOut, of: names.length, unit: 'files' } as const
  const limits: Problem[] = [
    ...(leftOut > 0
      ? [{ where: NAMES[list], record: null, what: `only ${MAX_FILES_OF_A_KIND} files of a kind are read`, unreadable: count }]
      : []),
    ...(hasMore
      ? [
          {
            where: NAMES[list],
            record: null,
            what: `the folder has more than ${MAX_FOLDER_ENTRIES} entries; the others were not looked at`,
          },
        ]
      : []),
  ]
  return { list, files, problems: [...refused, ...limits].map((problem) => ({ ...problem, list })) }
}

// Some recordings have no alerts folder, only a loose file in the root; both places are searched, each file counts once.
function alertNames(dir: string, base: string): Names {
  const places = [...new Set(['alerts', join(base, 'alerts'), '', base])]
  return joinNames(places.map((place) => namesOf(dir, place, ALERT_FILE)))
}

function hasTables(dir: string): boolean {
  const { names } = namesInFolder(dir)
  return names.some((name) => METRIC_FOLDERS.some((folder) => folder === name) || Object.values(TABLES).some((table) => table.test(name)))
}

function namesOf(dir: string, folder: string, pattern: RegExp): Names {
  const { names, hasMore } = namesInFolder(path.join(dir, folder))
  return { names: names.filter((name) => pattern.test(name)).map((name) => join(folder, name)), hasMore }
}

function joinNames(parts: readonly Names[]): Names {
  return { names: parts.flatMap(({ names }) => names), hasMore: parts.some(({ hasMore }) => hasMore) }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
