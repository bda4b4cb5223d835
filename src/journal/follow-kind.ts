import type { EntityId } from '../domain/entity.ts'
import { parseEntity } from '../domain/entity.ts'
import type { JournalHead, NewJournalVersion } from '../domain/journal.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { JournalEntry } from '../store/journal-port.ts'
import type { Ask, Follow, Followed } from '../telemetry/http/ask.ts'
import { kubernetesObject, type KubernetesObject } from '../telemetry/kubernetes-rows/schema.ts'
import { listPath, type ListedKind } from '../telemetry/live/kubernetes/kinds.ts'
import { readPages } from '../telemetry/live/kubernetes/list-kind.ts'
import { advance, beginning, pauseMs, watchSeconds, type Advanced, type FollowState, type Outcome } from './advance.ts'
import { endOf, entityOf, versionOf } from './version.ts'
import { readWatchLine } from './watch-line.ts'

export interface FollowPorts {
  readonly ask: Ask
  readonly follow: Follow
  readonly redactor: Redactor
  /** Stores what was found out. Rejects when the journal is held by another, or the database fails. */
  readonly record: (entry: JournalEntry) => Promise<void>
  readonly clock: () => Date
  /** 0 to 1. */
  readonly random: () => number
  /** Resolves early when `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

export interface FollowedPlace {
  readonly kind: ListedKind
  /** Null: everywhere. */
  readonly namespace: string | null
  /** Newest version of each object that is there; kept up to date. */
  readonly heads: Map<EntityId, Head>
  /** When a keeper before us was last heard of. */
  readonly heldBefore: Date | null
}

export type Head = Pick<JournalHead, 'kind' | 'hash' | 'changedAt'>

/** A connection that stood for this long was one, although nothing happened. */
const STOOD_MS = 10_000
/** Clocks of API server and keeper differ by up to this much. */
const CLOCK_TOLERANCE_MS = 5000

/** Keeps the versions of one kind in one place until `signal` aborts. Rejects only with what `record` rejects with. */
export async function followKind(place: FollowedPlace, ports: FollowPorts): Promise<void> {
  const { clock, random, wait, signal } = ports
  const take = async ({ state, opened, isEnded }: Advanced): Promise<FollowState> => {
    const where = { kind: place.kind.kind, namespace: place.namespace }
    const ended = isEnded ? [{ ...where, to: clock() }] : []
    if (opened.length + ended.length > 0) await ports.record({ versions: [], opened: opened.map((gap) => ({ ...gap, ...where })), ended })
    return state
  }
  let state = await take(beginning(place.heldBefore))
  while (!signal.aborted) {
    const outcome = state.next === 'list' ? await list(place, state, ports) : await watch(place, state, ports)
    if (signal.aborted) return
    state = await take(advance(state, outcome, clock()))
    const ms = pauseMs(state, random())
    if (ms > 0) await wait(ms, signal)
  }
}

async function list({ kind, namespace, heads }: FollowedPlace, state: FollowState, ports: FollowPorts): Promise<Outcome> {
  const seen = new Set<EntityId>()
  let [missed, unreadable] = [0, 0]
  const before = state.gap === null && state.heardAt !== null ? state.heardAt.getTime() - CLOCK_TOLERANCE_MS : 0
  const take = async (items: readonly unknown[]) => {
    const read = items.map((item) => kubernetesObject.safeParse(item))
    unreadable += read.filter(({ success }) => !success).length
    const objects = read.flatMap(({ data }) => data?.object ?? [])
    for (const object of objects) seen.add(entityOf(object))
    const versions = objects.flatMap((object) => changeOf(object, { heads, isWatched: false }, ports))
    missed += versions.filter(({ changedAt }) => changedAt !== null && changedAt.getTime() < before).length
    if (versions.length > 0) await ports.record({ versions, opened: [], ended: [] })
  }
  const pages = await readPages(ports.ask, kind, { namespace, signal: ports.signal, take })
  if (pages.ending !== 'ok' && pages.ending !== 'no_data')
    return { kind: 'failed', reason: reasonOf(pages.ending, pages.isExpired), why: pages.why ?? 'it could not be listed', heardAt: null }
  // What could not be read may be what is not seen.
  if (unreadable > 0)
    return { kind: 'failed', reason: 'unreachable', why: `${unreadable} objects of the listing cannot be read`, heardAt: null }
  const gone = [...heads].filter(
    ([entity, head]) => head.kind === kind.kind && !seen.has(entity) && (namespace === null || parseEntity(entity).scope === namespace),
  )
  const versions = gone.map(([entity]) => endOf(entity, kind.kind, { at: ports.clock(), changedAt: null }))
  for (const [entity] of gone) heads.delete(entity)
  if (versions.length > 0) await ports.record({ versions, opened: [], ended: [] })
  return { kind: 'listed', version: pages.version, missed }
}

async function watch({ kind, namespace, heads }: FollowedPlace, state: FollowState, ports: FollowPorts): Promise<Outcome> {
  const beganAt = ports.clock()
  const stopping = new AbortController()
  let [version, heardAt] = [state.version, null as Date | null]
  let broken: Outcome | null = null
  const take = async (lines: readonly string[]) => {
    const versions: NewJournalVersion[] = []
    for (const text of lines) {
      const line = readWatchLine(text, kind.kind)
      if (line.kind === 'expired' || line.kind === 'failed') {
        broken = { kind: 'failed', reason: line.kind === 'expired' ? 'expired' : 'unreachable', why: line.why, heardAt }
        break
      }
      version = line.version ?? version
      heardAt = ports.clock()
      if (line.kind === 'object')
        versions.push(...(line.isEnd ? ended(line.object, heads, ports) : changeOf(line.object, { heads, isWatched: true }, ports)))
    }
    if (versions.length > 0) await ports.record({ versions, opened: [], ended: [] })
    if (broken !== null) stopping.abort()
  }
  const request = {
    method: 'GET',
    path: listPath(kind, namespace),
    parameters: parametersOf(kind, state.version ?? '', ports.random()),
  } as const
  const end = await ports.follow(request, take, AbortSignal.any([ports.signal, stopping.signal]))
  return broken ?? outcomeOf(end, { version, heardAt, beganAt, now: ports.clock() })
}

function parametersOf({ fieldSelector }: ListedKind, version: string, random: number): readonly (readonly [string, string])[] {
  return [
    ['watch', '1'],
    ['allowWatchBookmarks', 'true'],
    ['resourceVersion', version],
    ['timeoutSeconds', String(watchSeconds(random))],
    ...(fieldSelector === undefined ? [] : [['fieldSelector', fieldSelector] as const]),
  ]
}

interface Watched {
  readonly version: string | null
  /** When the last line came; null for none. */
  readonly heardAt: Date | null
  readonly beganAt: Date
  readonly now: Date
}

const HTTP_GONE = 410

function outcomeOf(end: Followed, { version, heardAt, beganAt, now }: Watched): Outcome {
  const hasStood = heardAt !== null || now.getTime() - beganAt.getTime() >= STOOD_MS
  if (end.ending === 'ended' && hasStood) return { kind: 'ended', version, heardAt: now }
  if (end.ending === 'error' && end.status === HTTP_GONE) return { kind: 'failed', reason: 'expired', why: end.why, heardAt }
  if (hasStood && end.ending === 'error' && end.status === null) return { kind: 'cut', version, heardAt: heardAt ?? beganAt }
  const why = end.ending === 'ended' ? 'a watch ended as soon as it began' : end.why
  return { kind: 'failed', reason: reasonOf(end.ending, false), why, heardAt }
}

function reasonOf(ending: string, isExpired: boolean): 'refused' | 'expired' | 'unreachable' {
  if (isExpired) return 'expired'
  return ending === 'forbidden' || ending === 'unknown' ? 'refused' : 'unreachable'
}

interface Known {
  readonly heads: Map<EntityId, Head>
  readonly isWatched: boolean
}

/** The version that an object makes, if any; from now on that one is known. */
function changeOf(object: KubernetesObject, { heads, isWatched }: Known, { clock, redactor }: FollowPorts): readonly NewJournalVersion[] {
  const before = heads.get(entityOf(object)) ?? null
  const version = versionOf({ object, at: clock(), isWatched, before }, redactor)
  if (version === null || version.hash === null) return []
  heads.set(version.entity, { kind: version.kind, hash: version.hash, changedAt: version.changedAt })
  return [version]
}

function ended(object: KubernetesObject, heads: Map<EntityId, Head>, { clock }: FollowPorts): readonly NewJournalVersion[] {
  const entity = entityOf(object)
  const at = clock()
  return heads.delete(entity) ? [endOf(entity, object.kind, { at, changedAt: at })] : []
}
