import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { isPlausibleMoment } from '../shared/moment.ts'
import { laterWrites } from './later-writes.ts'
import { normaliseObject, withoutStatus } from './normalise-object.ts'
import type { KubernetesObject } from './schema.ts'

type VersionRow = Rows['object_versions']

export interface Observation {
  readonly locator: string
  readonly firstSeenAt: Date | null
  readonly lastSeenAt: Date | null
  /** `type` is DELETED when a watch stream says that the object is gone. */
  readonly recorded: { readonly object: KubernetesObject; readonly type: string | null }
}

export interface TrackerOptions {
  /** The one object wanted, or null for all. */
  readonly only: EntityId | null
  /** Start of the newest poll that shows all there was: what was not seen since is gone. Null when nobody can say. */
  readonly wholePollAt: Date | null
}

interface Tracked {
  readonly row: VersionRow
  /** Canonical text of the whole object and of the object without its status. */
  readonly text: string
  readonly contentText: string
  readonly times: ManagedTimes
}

interface ManagedTimes {
  /** Newest write to the object itself, and newest write of any kind, in milliseconds; null when none is recorded. */
  readonly content: number | null
  readonly any: number | null
}

/** Collects observations of objects in order of time and merges those that show the same content. */
export function createVersionTracker({ only, wholePollAt }: TrackerOptions) {
  const versions: Tracked[] = []
  const newest = new Map<EntityId, number>()
  const deleted = new Set<EntityId>()
  // An object that went back to what it was is seen last in a version that began before its newest one.
  const seenSince = new Set<EntityId>()

  function isCurrent({ entity }: VersionRow): boolean {
    return !deleted.has(entity) && seenSince.has(entity)
  }

  return {
    /** Takes the next observation; gives the characters it added, 0 when it only extended the version before. */
    add({ recorded: { object, type }, ...seen }: Observation): number {
      const { kind, metadata } = object
      const entity = formatEntity(metadata.namespace || CLUSTER_SCOPE, kind, metadata.name)
      if (only !== null && entity !== only) return 0
      if (wholePollAt === null || seen.lastSeenAt === null || seen.lastSeenAt >= wholePollAt) seenSince.add(entity)
      if (type === 'DELETED') deleted.add(entity)
      else deleted.delete(entity)
      const index = newest.get(entity)
      const before = index === undefined ? undefined : versions[index]
      const tracked = track(object, { before, seen: { ...seen, entity } })
      if (before && index !== undefined && before.text === tracked.text) {
        versions[index] = { ...before, times: tracked.times, row: { ...before.row, lastSeenAt: seen.lastSeenAt } }
        return 0
      }
      newest.set(entity, versions.push(tracked) - 1)
      return tracked.text.length
    },
    /** The versions in order of first observation. */
    versions: (): readonly VersionRow[] => versions.map(({ row }) => ({ ...row, isCurrent: isCurrent(row) })),
  }
}

interface TrackContext {
  readonly before: Tracked | undefined
  readonly seen: Pick<VersionRow, 'entity' | 'locator' | 'firstSeenAt' | 'lastSeenAt'>
}

function track(recorded: KubernetesObject, { before, seen }: TrackContext): Tracked {
  const object = normaliseObject(recorded)
  const contentText = JSON.stringify(withoutStatus(object))
  const times = managedTimes(recorded)
  const changedAt = changeTime({ recorded, times, contentText }, before)
  // What was written after an object's creation and before anybody looked is known by its writes alone.
  const writes = before === undefined ? laterWrites(recorded) : []
  const row = { ...seen, isCurrent: true, changedAt, ...(writes.length > 0 ? { writes } : {}), object }
  return { row, text: JSON.stringify(object), contentText, times }
}

interface Changed {
  readonly recorded: KubernetesObject
  readonly times: ManagedTimes
  readonly contentText: string
}

// A change of the object itself takes the time of the newest write to it, one of its condition alone that of any write. A time
// that the version before already had says nothing about this change.
function changeTime({ recorded, times, contentText }: Changed, before: Tracked | undefined): Date | null {
  if (!before) return toDate(times.content) ?? toDate(parseTime(recorded.metadata.creationTimestamp))
  const isContent = contentText !== before.contentText
  const newer = isContent ? newerThan(before.times.content, times.content) : null
  return toDate(newer ?? newerThan(before.times.any, times.any))
}

function newerThan(then: number | null, now: number | null): number | null {
  return now !== null && (then === null || now > then) ? now : null
}

function managedTimes({ metadata }: KubernetesObject): ManagedTimes {
  const entries = metadata.managedFields ?? []
  return { content: newestTime(entries.filter(({ subresource }) => subresource !== 'status')), any: newestTime(entries) }
}

function newestTime(entries: readonly { readonly time?: string | undefined }[]): number | null {
  const times = entries.flatMap(({ time }) => parseTime(time) ?? [])
  return times.length > 0 ? Math.max(...times) : null
}

function parseTime(text: string | undefined): number | null {
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return isPlausibleMoment(at) ? at : null
}

function toDate(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}
