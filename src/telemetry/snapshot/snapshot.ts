import type { Problem, Reading } from '../../domain/reading.ts'
import { answer } from './answer.ts'
import { createCallTables } from './calls-table.ts'
import { settleClock, type Clock } from './clock.ts'
import { inSession, type Database, type Session } from './database.ts'
import { listProblems, type FoundFiles, type ListName, type SnapshotFiles } from './files.ts'
import { eventsTable, objectsTable } from './kubernetes-tables.ts'
import { logsTable } from './logs-table.ts'
import { metricsTable } from './metrics-table.ts'
import { loadTable, type RecordedTable, type TableSpec } from './recorded-table.ts'
import { spansTable } from './spans-table.ts'

/** A recorded source, loaded: its table, what was wrong with it, and the time it covers. */
export interface Source extends RecordedTable, Clock {
  readonly problems: readonly Problem[]
}

export type SourceName = 'events' | 'objects' | 'logs' | 'spans' | 'metrics'

/** The opened folder as one reading sees it. Each source is loaded at the first need and then kept. */
export interface Snapshot {
  readonly found: FoundFiles
  /** The reading's own session, so that several can run side by side. */
  readonly db: Session
  /** Loading the spans also derives the call tables from them, beside the loading of other sources. */
  source(name: SourceName): Promise<Source>
}

const SPECS: Record<SourceName, (files: SnapshotFiles) => TableSpec> = {
  events: (files) => eventsTable(files.events),
  objects: (files) => objectsTable(files.objects),
  logs: (files) => logsTable(files.logs),
  spans: (files) => spansTable(files.traces),
  metrics: (files) => metricsTable([...files.podMetrics, ...files.serviceMetrics]),
}

const LISTS_OF: Record<SourceName, readonly ListName[]> = {
  events: ['events'],
  objects: ['objects'],
  logs: ['logs'],
  spans: ['traces'],
  metrics: ['podMetrics', 'serviceMetrics'],
}

/** The names of the files that a source is loaded from. */
export function filesOfSource(files: SnapshotFiles, name: SourceName): readonly string[] {
  return LISTS_OF[name].flatMap((list) => files[list].map((file) => file.name))
}

/** Loads each source once, in a session of its own, and keeps it for all who ask. */
export function createSources(found: FoundFiles, db: Database): Snapshot['source'] {
  const loads = new Map<SourceName, Promise<Source>>()

  async function load(session: Session, name: SourceName): Promise<Source> {
    const table = await loadTable(session, SPECS[name](found.files))
    const clock = await settleClock(session, table)
    if (name === 'spans' && table.rowCount > 0) await createCallTables(session)
    return { ...table, ...clock, problems: [...listProblems(found, LISTS_OF[name]), ...table.problems, ...clock.problems] }
  }

  return (name) => {
    const known = loads.get(name)
    if (known) return known
    const fresh = inSession(db, (session) => load(session, name))
    loads.set(name, fresh)
    // A load that was stopped begins anew when somebody asks again.
    fresh.catch(() => loads.delete(name))
    return fresh
  }
}

/** Why a source has nothing to say: none of its records can be used, or no file was recorded, which its problems name as a hole. */
export function answerEmpty(snapshot: Snapshot, name: SourceName, { problems }: Source): Reading<never> {
  const why = LISTS_OF[name].every((list) => snapshot.found.files[list].length === 0)
    ? `the snapshot holds no file of ${name}; the recorder writes none when its query found nothing`
    : `the recorded files of ${name} hold no usable record`
  return answer([], { problems, why })
}
