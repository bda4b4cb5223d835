import type { Problem } from '../../../domain/reading.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { latest, type TimeWindow } from '../../../domain/time-window.ts'
import { NOT_HELD } from '../../environment.ts'
import type { Ask } from '../../http/ask.ts'
import type { ClusterContent, Refused } from '../../kubernetes-rows/answer-cluster.ts'
import { createEventLog } from '../../kubernetes-rows/event-log.ts'
import { scopesOf } from '../../kubernetes-rows/namespaces.ts'
import { createVersionTracker } from '../../kubernetes-rows/object-tracker.ts'
import { problemsOfRefused } from '../../kubernetes-rows/refused-kinds.ts'
import { kubernetesEvent, kubernetesObject } from '../../kubernetes-rows/schema.ts'
import { withJournal } from '../../kubernetes-rows/journal-rows.ts'
import { withTemplateHistory } from '../../kubernetes-rows/template-history.ts'
import { readJournal, type ClusterJournal } from './journal.ts'
import { EVENTS, LISTED, listPath, type ListedKind } from './kinds.ts'
import { listKind, type Listed } from './list-kind.ts'

export interface ClusterParts {
  /** For people, as configured. */
  readonly name: string
  readonly ask: Ask
  /** The namespaces to read; null for every one. */
  readonly namespaces: readonly string[] | null
  /** Read when not all of them may be. */
  readonly ownNamespace: string
  readonly window: TimeWindow
  /** Left out where nobody could keep one. */
  readonly journal?: ClusterJournal
}

/** Objects and events of a cluster as they are now, without logs. */
export type ClusterState = Omit<ClusterContent, 'logs' | 'period' | 'refused' | 'problems'> & {
  readonly takenAt: Date
  readonly problems: { readonly objects: readonly Problem[]; readonly events: readonly Problem[] }
  readonly refused: { readonly objects: Refused | null; readonly events: Refused | null }
}

/** Lists everything that is listed, each kind by itself. What was refused is said kind by kind; never throws. */
export async function readState(parts: ClusterParts, signal: AbortSignal): Promise<ClusterState> {
  const { journal, name, window } = parts
  const [{ listed, problems }, past] = await Promise.all([
    listAll(parts, signal),
    journal === undefined ? NO_PAST : readJournal(name, journal, window),
  ])
  const takenAt = latest(listed.map(({ at }) => at)) ?? parts.window.end
  const tracker = createVersionTracker({ only: null, wholePollAt: null })
  const events = createEventLog()
  for (const { kind, items } of listed) {
    for (const item of items) {
      const event = kind === EVENTS ? kubernetesEvent.safeParse(item) : null
      if (event?.success) events.add(event.data.object, { locator: locatorOf(kind, item), observedAt: null })
      const object = kind === EVENTS ? null : kubernetesObject.safeParse(item)
      if (object?.success) tracker.add({ locator: locatorOf(kind, item), firstSeenAt: takenAt, lastSeenAt: takenAt, recorded: object.data })
    }
  }
  const isListed = (kind: string, scope: string) =>
    listed.some((one) => one.kind.kind === kind && isWhole(one.ending) && (one.namespace === null || one.namespace === scope))
  const present = withTemplateHistory(tracker.versions())
  const objects = journal === undefined ? present : withJournal(present, past.versions, { hashOf: journal.hashOf, isListed, takenAt })
  const listings = listed.filter(({ kind }) => kind !== EVENTS).map(listingRow)
  const eventLists = listed.filter(({ kind }) => kind === EVENTS)
  const namespaces = new Set(listed.flatMap(({ namespace }) => namespace ?? []))
  return {
    calledBy: 'the cluster',
    whyNever: NOT_HELD,
    objects,
    events: events.rows(),
    listings,
    listsEvents: eventLists.some(({ ending }) => isWhole(ending)),
    scopes: scopesOf(objects, namespaces),
    takenAt,
    problems: {
      objects: [
        ...problems,
        ...lateBy(takenAt, parts),
        ...problemsOfRefused(listings.filter(isWithout)),
        ...cutLists(listed.filter(({ kind }) => kind !== EVENTS)),
        ...past.problems,
      ],
      events: [...problems, ...cutLists(eventLists)],
    },
    refused: { objects: refusedIn(listed.filter(({ kind }) => kind !== EVENTS)), events: refusedIn(eventLists) },
  }
}

/** Objects are listed as they are now; how they were in a period that is over, a list does not tell. */
const LATE_MS = 300_000

function lateBy(takenAt: Date, { name, window }: ClusterParts): readonly Problem[] {
  if (takenAt.getTime() - window.end.getTime() < LATE_MS) return []
  return [{ where: name, record: null, what: `its objects are those of ${takenAt.toISOString()}, after the period that is asked about` }]
}

const NO_PAST = { versions: [], problems: [] }

function isWhole(ending: Listed['ending']): boolean {
  return ending === 'ok' || ending === 'no_data'
}

/** Everywhere at once where that is allowed; otherwise namespace by namespace. */
async function listAll(
  parts: ClusterParts,
  signal: AbortSignal,
): Promise<{ readonly listed: readonly Listed[]; readonly problems: readonly Problem[] }> {
  const { ask, namespaces, ownNamespace, name } = parts
  const everywhere = namespaces === null ? await Promise.all(LISTED.map((kind) => listKind(ask, kind, { namespace: null, signal }))) : null
  if (everywhere !== null && !isRefused(everywhere)) return { listed: everywhere, problems: [] }
  const wanted = namespaces ?? [ownNamespace]
  const [missing, inEach, ofCluster] = await Promise.all([
    Promise.all(wanted.map((namespace) => whyMissing(ask, namespace, signal))),
    Promise.all(
      wanted.flatMap((namespace) =>
        LISTED.filter(({ isNamespaced }) => isNamespaced).map((kind) => listKind(ask, kind, { namespace, signal })),
      ),
    ),
    everywhere?.filter(({ kind }) => !kind.isNamespaced) ??
      Promise.all(LISTED.filter(({ isNamespaced }) => !isNamespaced).map((kind) => listKind(ask, kind, { namespace: null, signal }))),
  ])
  const narrowed =
    everywhere === null
      ? []
      : [
          `only the namespace ${ownNamespace} was read: ${everywhere[0]?.why ?? 'the others may not be listed'}. Name others with --namespace or namespaces.`,
        ]
  return {
    listed: [...inEach, ...ofCluster],
    problems: [...narrowed, ...missing.flatMap((why) => why ?? [])].map((what) => ({ where: name, record: null, what })),
  }
}

/** True where the API server answers and does not let these credentials list pods, which everything else hangs on. */
function isRefused(listed: readonly Listed[]): boolean {
  return listed.some(({ kind, ending }) => kind.kind === 'Pod' && ending === 'forbidden')
}

/** A namespace that is not there lists as empty as one that is. Null where it is there, or nobody may say. */
async function whyMissing(ask: Ask, namespace: string, signal: AbortSignal): Promise<string | null> {
  const answer = await ask({ method: 'GET', path: `/api/v1/namespaces/${namespace}` }, signal)
  return answer.ending === 'unknown' ? `there is no namespace ${namespace}` : null
}

function listingRow({ kind, namespace, path, items, ending, why }: Listed): Rows['listings'] {
  const isThere = ending === 'ok' || ending === 'incomplete'
  return {
    locator: path,
    objectKind: kind.kind,
    namespace: kind.isNamespaced ? namespace : null,
    ending,
    count: isThere ? items.length : 0,
    why: why?.slice(0, MAX_WHY_CHARACTERS) ?? null,
  }
}

const MAX_WHY_CHARACTERS = 300

function isWithout({ ending }: Rows['listings']): boolean {
  return ending === 'forbidden' || ending === 'error' || ending === 'unknown'
}

function cutLists(listed: readonly Listed[]): readonly Problem[] {
  return listed
    .filter(({ ending }) => ending === 'incomplete')
    .map(({ path, why }) => ({ where: path, record: null, what: why ?? 'it was cut' }))
}

/** Why none of these lists could be had; null where one could. */
function refusedIn(listed: readonly Listed[]): Refused | null {
  const first = listed.find(({ ending }) => ending !== 'ok' && ending !== 'no_data' && ending !== 'incomplete')
  if (first === undefined || listed.some(({ ending }) => ending === 'ok' || ending === 'no_data' || ending === 'incomplete')) return null
  const why = first.why ?? 'it could not be listed'
  return first.ending === 'forbidden' ? { status: 'forbidden', why } : { status: 'error', code: 'telemetry_failed', why }
}

/** Where the API gives the object again. */
function locatorOf(kind: ListedKind, item: unknown): string {
  const metadata = typeof item === 'object' && item !== null && 'metadata' in item ? item.metadata : null
  return `${listPath(kind, textOf(metadata, 'namespace'))}/${textOf(metadata, 'name') ?? 'unnamed'}`
}

function textOf(value: unknown, key: string): string | null {
  const text = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : null
  return typeof text === 'string' && text !== '' ? text : null
}
