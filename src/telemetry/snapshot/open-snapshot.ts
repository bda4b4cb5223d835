import type { Query, Reading } from '../../domain/reading.ts'
import type { QueryKind, Rows } from '../../domain/telemetry-rows.ts'
import type { ReadOptions, Telemetry } from '../port.ts'
import { readAlerts } from './alerts.ts'
import { notRecorded } from './answer.ts'
import { readSnapshotCallFailures } from './call-failures.ts'
import { readCallEdges } from './call-edges.ts'
import { inSession, isInterruption, openDatabase, type Database } from './database.ts'
import { readLogExamples, readSpanExamples } from './examples.ts'
import { allFiles, findSnapshotFiles, type SnapshotFiles } from './files.ts'
import { MAX_STEPS, stepCount, type Grid } from './grid.ts'
import { readKubernetesEvents } from './kubernetes-events.ts'
import { readLogPatterns } from './log-patterns.ts'
import { readObjectVersions } from './object-versions.ts'
import { readOverview } from './overview.ts'
import { readSeries } from './series.ts'
import { readServiceCalls } from './service-calls.ts'
import { createSources, filesOfSource, type Snapshot } from './snapshot.ts'

/**
 * Opens a recorded snapshot folder (the layout of ITBench-Lite and ITBench-AA) for reading. Nothing is loaded yet; each file is at
 * the first question that needs it, into a temporary database that `close` removes. Answer keys beside the files are never opened.
 */
export async function openSnapshot(dir: string): Promise<Telemetry> {
  const found = findSnapshotFiles(dir)
  const db = await openDatabase(allFiles(found.files).map((file) => file.path))
  const source = createSources(found, db)
  const reads = new Set<Promise<unknown>>()
  return {
    label: `snapshot ${dir}`,
    read(query, { signal, opens }) {
      const read = readInTime({ found, source: announced(source, found.files, opens), db }, { query, signal }).finally(() =>
        reads.delete(read),
      )
      reads.add(read)
      return read as Promise<never>
    },
    async close() {
      db.interrupt()
      await Promise.all(reads)
      db.close()
    },
  }
}

/** Says which files a source is made of before it is asked for: loading one may take the process down. */
function announced(source: Snapshot['source'], files: SnapshotFiles, opens: ReadOptions['opens']): Snapshot['source'] {
  return (name) => {
    opens?.(namesOf(filesOfSource(files, name)))
    return source(name)
  }
}

/** Files named before the rest is counted: metrics come as one file for each pod. */
const MAX_NAMES = 2

function namesOf(files: readonly string[]): string {
  const more = files.length - MAX_NAMES
  return [...files.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

interface Opened extends Pick<Snapshot, 'found' | 'source'> {
  readonly db: Database
}

interface Turn {
  readonly query: Query
  readonly signal: AbortSignal
}

// Reads share what is loaded, so one that is stopped stops the others: they are all of one investigation.
async function readInTime({ found, source, db }: Opened, { query, signal }: Turn): Promise<Reading<Rows[QueryKind]>> {
  const stop = () => db.interrupt()
  if (signal.aborted) return timedOut()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const read = READERS[query.kind] as Reader<QueryKind>
    return await inSession(db, (session) => read({ found, source, db: session }, query))
  } catch (error) {
    if (signal.aborted || isInterruption(error)) return timedOut()
    return { status: 'error', code: 'telemetry_failed', why: `the snapshot could not be asked for ${query.kind}` }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function timedOut(): Reading<never> {
  return { status: 'error', code: 'telemetry_timeout', why: 'stopped before the snapshot had answered' }
}

type Reader<K extends QueryKind> = (snapshot: Snapshot, query: Query & { readonly kind: K }) => Promise<Reading<Rows[K]>> | Reading<Rows[K]>

const READERS: { readonly [K in QueryKind]: Reader<K> } = {
  overview: readOverview,
  alerts: (snapshot) => readAlerts(snapshot.found),
  kubernetes_events: readKubernetesEvents,
  object_versions: (snapshot, query) => readObjectVersions(snapshot, query.kind === 'object_versions' ? query.entity : undefined),
  service_calls: onGrid(readServiceCalls),
  call_edges: onGrid(readCallEdges),
  series: onGrid(readSeries),
  log_patterns: readLogPatterns,
  call_failures: readSnapshotCallFailures,
  log_examples: readLogExamples,
  span_examples: readSpanExamples,
  listings: () => notRecorded(),
  changes: () => notRecorded(),
  provider_status: () => notRecorded(),
  checks: () => notRecorded(),
  dependencies: () => notRecorded(),
  statements: () => notRecorded(),
}

function onGrid<Row>(read: (snapshot: Snapshot, grid: Grid) => Promise<Reading<Row>>) {
  return (snapshot: Snapshot, grid: Grid): Promise<Reading<Row>> | Reading<Row> => {
    const steps = stepCount(grid)
    const why = `the window has ${steps} steps, more than the ${MAX_STEPS} that one read answers`
    return steps > MAX_STEPS ? { status: 'error', code: 'telemetry_failed', why } : read(snapshot, grid)
  }
}
