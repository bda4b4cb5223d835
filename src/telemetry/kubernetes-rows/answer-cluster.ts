import { CLUSTER_SCOPE, parseEntity, type EntityId } from '../../domain/entity.ts'
import { readingWith, type Problem, type Query, type Reading } from '../../domain/reading.ts'
import type { QueryKind, Rows } from '../../domain/telemetry-rows.ts'
import { isWithin } from '../../domain/time-window.ts'
import { cutCallFailures, readCallFailures } from '../log-lines/call-failures.ts'
import { saidIn, textOfRecord, type LogStream } from '../log-lines/log-stream.ts'
import { readPatternRows } from '../log-lines/pattern-rows.ts'
import { servedCallRows } from '../log-lines/served-calls.ts'
import { gridOf } from '../shared/grid.ts'
import { loggedCallsIn } from './logged-calls.ts'

/** Why nothing of a sort could be had. */
export type Refused = Extract<Reading<never>, { status: 'forbidden' | 'error' }>

/** What is known of a cluster, whoever carried it: from a dump, or asked of its API. */
export interface ClusterContent {
  /** What people call it in a sentence: `the dump`, `the cluster`. */
  readonly calledBy: string
  /** Said where a question is about something that it never holds. */
  readonly whyNever: string
  readonly objects: readonly Rows['object_versions'][]
  readonly events: readonly Rows['kubernetes_events'][]
  readonly listings: readonly Rows['listings'][]
  /** Whether anybody asked for events, so that none means none. */
  readonly listsEvents: boolean
  readonly logs: readonly LogStream[]
  /** The period that it speaks of; an end is null where nothing states it. */
  readonly period: { readonly from: Date | null; readonly to: Date | null }
  /** Namespaces with workloads, those of the platform left out where there are others. */
  readonly scopes: readonly string[]
  readonly problems: { readonly objects: readonly Problem[]; readonly events: readonly Problem[]; readonly logs: readonly Problem[] }
  /** What was asked for and not had at all. */
  readonly refused: { readonly objects: Refused | null; readonly events: Refused | null; readonly logs: Refused | null }
}

/** Of a dump nothing is asked. */
export const REFUSES_NOTHING: ClusterContent['refused'] = { objects: null, events: null, logs: null }

/** Rows of one answer. A cluster of 5,000 pods has some 8,000 objects. */
const MAX_ROWS = 20_000

/** Answers one question from what is known of a cluster. What nobody asked the cluster for is `unknown`, never absent. */
export function answerFromCluster(query: Query, cluster: ClusterContent): Reading<Rows[QueryKind]> {
  const { objects: problems, events: eventProblems, logs: logProblems } = cluster.problems
  const { calledBy } = cluster
  const refused = refusedFor(query.kind, cluster)
  if (refused !== null) return refused
  switch (query.kind) {
    case 'overview':
      return cut([overviewOf(cluster)], 'nothing in it has a time', [])
    case 'kubernetes_events':
      return cluster.listsEvents || eventProblems.length > 0
        ? cut(cluster.events, `${calledBy} holds no event`, eventProblems)
        : { status: 'unknown', why: `${calledBy} lists no events` }
    case 'object_versions':
      if (query.entity !== undefined) return oneObject(query.entity, cluster)
      return hasObjects(cluster) || problems.length > 0
        ? cut(cluster.objects, `${calledBy} holds no object`, problems)
        : { status: 'unknown', why: `${calledBy} lists no objects` }
    case 'listings':
      return cut(cluster.listings, `${calledBy} holds no list of objects`, [])
    case 'log_patterns': {
      const { rows, truncated } = readPatternRows(cluster.logs, query)
      return readingWith(rows, `${calledBy} holds no log`, { problems: logProblems, truncated })
    }
    case 'call_failures': {
      const found = readCallFailures(saidIn(cluster.logs))
      return readingWith(found.rows, 'no log in it names a call that did not get through', {
        problems: logProblems,
        truncated: cutCallFailures(found),
      })
    }
    case 'log_examples': {
      const rows = exampleRows(cluster.logs, query)
      const page = rows.slice(query.offset, query.offset + query.limit)
      const leftOut = rows.length - query.offset - page.length
      return readingWith(page, `no such record of ${query.entity} in this window`, {
        problems: logProblems,
        truncated: leftOut > 0 ? { limit: 'limit of the question', leftOut } : null,
      })
    }
    case 'service_calls': {
      const calls = loggedCallsIn(cluster.logs)
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
      return { status: 'unknown', why: cluster.whyNever }
  }
}

/** What was not had at all answers nothing; the listings say of each kind how it ended. */
function refusedFor(kind: QueryKind, { refused }: ClusterContent): Refused | null {
  switch (kind) {
    case 'kubernetes_events':
      return refused.events
    case 'object_versions':
    case 'listings':
      return refused.objects
    case 'log_patterns':
    case 'call_failures':
    case 'log_examples':
    case 'service_calls':
      return refused.logs
    default:
      return null
  }
}

function hasObjects({ objects, listings }: ClusterContent): boolean {
  return objects.length > 0 || listings.some(({ ending }) => ending === 'ok' || ending === 'no_data')
}

/** The states of one object. That it is not there is known only where its kind was listed in its namespace. */
function oneObject(entity: EntityId, { objects, listings, problems, calledBy }: ClusterContent): Reading<Rows['object_versions']> {
  const rows = objects.filter((row) => row.entity === entity)
  const { scope, kind } = parseEntity(entity)
  const isListed = listings.some(
    (listing) =>
      listing.objectKind === kind &&
      (listing.namespace === null || listing.namespace === scope) &&
      (listing.ending === 'ok' || listing.ending === 'no_data'),
  )
  if (rows.length === 0 && !isListed)
    return { status: 'unknown', why: `${calledBy} lists no ${kind} of ${scope === CLUSTER_SCOPE ? 'the cluster' : scope}` }
  return rows.length === 0 ? { status: 'no_data', why: `${entity} is not there` } : readingWith(rows, '', { problems: problems.objects })
}

function overviewOf({ period, scopes }: ClusterContent): Rows['overview'] {
  return { locator: '.#1', reported: null, ...period, scopes: [...scopes] }
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

function cut(rows: readonly Rows[QueryKind][], why: string, problems: readonly Problem[]): Reading<Rows[QueryKind]> {
  const leftOut = rows.length - MAX_ROWS
  return readingWith(rows.slice(0, MAX_ROWS), why, { problems, truncated: leftOut > 0 ? { limit: 'MAX_ROWS', leftOut } : null })
}
