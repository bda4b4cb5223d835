import { CLUSTER_SCOPE, parseEntity, type EntityId } from '../../domain/entity.ts'
import { readingWith, type Query, type Reading } from '../../domain/reading.ts'
import type { QueryKind, Rows } from '../../domain/telemetry-rows.ts'
import { earliest, isWithin, latest, shiftSeconds } from '../../domain/time-window.ts'
import { cutCallFailures, readCallFailures } from '../log-lines/call-failures.ts'
import { saidIn, textOfRecord, type LogStream } from '../log-lines/log-stream.ts'
import { readPatternRows } from '../log-lines/pattern-rows.ts'
import { servedCallRows } from '../log-lines/served-calls.ts'
import type { Telemetry } from '../port.ts'
import { gridOf } from '../shared/grid.ts'
import type { Archives } from '../archives/archives.ts'
import { loggedCallsIn } from './logged-calls.ts'
import { gatherDumpFiles } from './dump-files.ts'
import { loadDump, type LoadedDump } from './load-dump.ts'
import { streamsOf, type LogStreams } from './log-streams.ts'

/** Rows of one answer. A cluster of 5,000 pods has some 8,000 objects. */
const MAX_ROWS = 20_000
/** How far back from its own moment a dump is looked at: events live an hour, and what is older explains nothing that began in it. */
const LOOK_BACK_SECONDS = 24 * 3600
/** The end of a period lies outside of it, and the newest moment inside; times are kept in milliseconds. */
const PAST_LAST_SECONDS = 0.001
const NOT_IN_A_DUMP = 'what kubectl writes does not hold this'

/** What nobody asked the cluster for is not absent. */
const NO_EVENTS = { status: 'unknown', why: 'the dump lists no events' } as const
const NO_OBJECTS = { status: 'unknown', why: 'the dump lists no objects' } as const

interface Opened extends LoadedDump {
  readonly logStreams: LogStreams
}

/**
 * Opens what people take from a cluster with kubectl: objects, events and logs in the files and folders named, in whatever mixture. Nothing is read
 * before the first question.
 */
export function openKubernetesDump(paths: readonly string[], archives: Archives): Telemetry {
  let opened: Promise<Opened> | null = null
  async function open(opens: (file: string) => void): Promise<Opened> {
    const dump = loadDump(await gatherDumpFiles(paths, archives), opens)
    return { ...dump, logStreams: streamsOf(dump.logs, dump.objects, dump.takenAt) }
  }
  return {
    label: `Kubernetes dump ${paths.join(', ')}`,
    async read(query, { opens }) {
      opened ??= open(opens ?? (() => undefined))
      return answer(query, await opened) as Reading<never>
    },
    close: () => Promise.resolve(),
  }
}

function answer(query: Query, dump: Opened): Reading<Rows[QueryKind]> {
  const { objects: problems } = dump.problems
  const logProblems = [...dump.problems.logs, ...dump.logStreams.problems]
  switch (query.kind) {
    case 'overview':
      return cut([overviewOf(dump)], 'nothing in it has a time', [])
    case 'kubernetes_events':
      return dump.listsEvents || problems.length > 0 ? cut(dump.events, 'the dump holds no event', problems) : NO_EVENTS
    case 'object_versions': {
      if (query.entity !== undefined) return oneObject(query.entity, dump)
      return hasObjects(dump) || problems.length > 0 ? cut(dump.objects, 'the dump holds no object', problems) : NO_OBJECTS
    }
    case 'listings':
      return cut(dump.listings, 'the dump holds no list of objects', [])
    case 'log_patterns': {
      const { rows, truncated } = readPatternRows(dump.logStreams.streams, query)
      return readingWith(rows, 'the dump holds no log', { problems: logProblems, truncated })
    }
    case 'call_failures': {
      const found = readCallFailures(saidIn(dump.logStreams.streams))
      return readingWith(found.rows, 'no log in it names a call that did not get through', {
        problems: logProblems,
        truncated: cutCallFailures(found),
      })
    }
    case 'log_examples': {
      const rows = exampleRows(dump.logStreams.streams, query)
      const page = rows.slice(query.offset, query.offset + query.limit)
      const leftOut = rows.length - query.offset - page.length
      return readingWith(page, `no such record of ${query.entity} in this window`, {
        problems: logProblems,
        truncated: leftOut > 0 ? { limit: 'limit of the question', leftOut } : null,
      })
    }
    case 'service_calls': {
      const calls = loggedCallsIn(dump.logStreams.streams)
      if (calls.length === 0) return { status: 'unknown', why: 'no log in it tells of a call that was served, with its time' }
      const grid = gridOf(query.window, query.stepSeconds)
      return cut(servedCallRows(calls, grid), 'no call was served in this window', logProblems)
    }
    case 'alerts':
    case 'changes':
    case 'provider_status':
    case 'call_edges':
    case 'span_examples':
    case 'series':
    case 'checks':
    case 'dependencies':
    case 'statements':
      return { status: 'unknown', why: NOT_IN_A_DUMP }
  }
}

function hasObjects({ objects, listings }: Opened): boolean {
  return objects.length > 0 || listings.some(({ ending }) => ending === 'ok' || ending === 'no_data')
}

/** The states of one object. That it is not there is known only where its kind was listed in its namespace. */
function oneObject(entity: EntityId, { objects, listings, problems }: Opened): Reading<Rows['object_versions']> {
  const rows = objects.filter((row) => row.entity === entity)
  const { scope, kind } = parseEntity(entity)
  const isListed = listings.some(
    (listing) =>
      listing.objectKind === kind &&
      (listing.namespace === null || listing.namespace === scope) &&
      (listing.ending === 'ok' || listing.ending === 'no_data'),
  )
  if (rows.length === 0 && !isListed)
    return { status: 'unknown', why: `the dump lists no ${kind} of ${scope === CLUSTER_SCOPE ? 'the cluster' : scope}` }
  return rows.length === 0 ? { status: 'no_data', why: `${entity} is not there` } : readingWith(rows, '', { problems: problems.objects })
}

/** The period that the dump speaks of: from its first event or line to the newest moment in it, a day at most. */
function overviewOf({ events, logStreams, takenAt, scopes }: Opened): Rows['overview'] {
  const lines = logStreams.streams.flatMap(({ records }) => records.flatMap(({ at }) => at ?? []))
  const last = latest([takenAt, ...lines])
  const oldest = last === null ? null : shiftSeconds(last, -LOOK_BACK_SECONDS)
  const began = [...lines, ...events.flatMap(({ firstAt, lastAt }) => [firstAt, lastAt])].filter(
    (at) => at !== null && oldest !== null && at >= oldest,
  )
  return {
    locator: '.#1',
    reported: null,
    from: earliest(began),
    to: last === null ? null : shiftSeconds(last, PAST_LAST_SECONDS),
    scopes: [...scopes],
  }
}

function exampleRows(
  streams: readonly LogStream[],
  { entity, window, onlyErrors }: Extract<Query, { kind: 'log_examples' | 'span_examples' }>,
): readonly Rows['log_examples'][] {
  return streams
    .filter((stream) => stream.entity === entity)
    .flatMap(({ records, where }) =>
      records
        .filter(
          ({ at, severity }) => (at === null || isWithin(at, window)) && (!onlyErrors || severity === 'error' || severity === 'warning'),
        )
        .map((record) => ({
          locator: `${where}#${record.line}`,
          entity: entity satisfies EntityId,
          at: record.at,
          severity: record.severity,
          body: textOfRecord(record),
          traceId: null,
        })),
    )
}

function cut(rows: readonly Rows[QueryKind][], why: string, problems: LoadedDump['problems']['objects']): Reading<Rows[QueryKind]> {
  const leftOut = rows.length - MAX_ROWS
  return readingWith(rows.slice(0, MAX_ROWS), why, { problems, truncated: leftOut > 0 ? { limit: 'MAX_ROWS', leftOut } : null })
}
