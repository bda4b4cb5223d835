import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'

/** One recorded file: where it is on this machine, and how locators and problems name it. */
export interface SnapshotFile {
  readonly path: string
  /** Path inside the snapshot, with forward slashes. */
  readonly name: string
}

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
 * Lists the snapshot files of a folder by their names alone, in the order of their names. Only these names are ever opened: an
 * answer key that lies beside them is not one of them. All lists empty means that the folder is no snapshot.
 */
export function findSnapshotFiles(dir: string): SnapshotFiles {
  const base = LAYOUTS.find((layout) => hasTables(path.join(dir, layout))) ?? ''
  const inBase = (pattern: RegExp) => list(dir, base, pattern)
  const metrics = (pattern: RegExp) => METRIC_FOLDERS.flatMap((folder) => list(dir, join(base, folder), pattern))
  return {
    alerts: alertFiles(dir, base),
    podMetrics: metrics(POD_METRICS),
    serviceMetrics: metrics(SERVICE_METRICS),
    events: inBase(TABLES.events),
    objects: inBase(TABLES.objects),
    logs: inBase(TABLES.logs),
    traces: inBase(TABLES.traces),
  }
}

export type ListName = keyof SnapshotFiles

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
 * A problem for each of the lists that is empty. The recorder writes no file for a query that found nothing, but a running cluster always has
 * records of every one of these, so a missing file is a hole and no sign of health.
 */
export function missingFiles(files: SnapshotFiles, lists: readonly ListName[]): Problem[] {
  return lists
    .filter((list) => files[list].length === 0)
    .map((list) => ({ where: NAMES[list], record: null, what: 'the recording has no such file, although the format always has one' }))
}

/** All files of the snapshot in one list. */
export function allFiles(files: SnapshotFiles): readonly SnapshotFile[] {
  return Object.values(files).flat()
}

// Some recordings have no alerts folder, only a loose file in the root; both places are searched, each file counts once.
function alertFiles(dir: string, base: string): SnapshotFile[] {
  const places = [...new Set(['alerts', join(base, 'alerts'), '', base])]
  return places.flatMap((place) => list(dir, place, ALERT_FILE))
}

function hasTables(dir: string): boolean {
  const names = namesIn(dir)
  return names.some((name) => METRIC_FOLDERS.some((folder) => folder === name) || Object.values(TABLES).some((table) => table.test(name)))
}

function list(dir: string, folder: string, pattern: RegExp): SnapshotFile[] {
  return namesIn(path.join(dir, folder))
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => ({ path: path.join(dir, folder, name), name: join(folder, name) }))
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    // A folder that is not there holds no files; whether anything is missing is decided by who asked.
    return []
  }
}
