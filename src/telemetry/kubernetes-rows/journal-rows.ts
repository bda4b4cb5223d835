import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { JournalVersion } from '../../domain/journal.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { parseBoundedJson } from '../shared/bounded-json.ts'

type VersionRow = Rows['object_versions']

export interface JournalContext {
  /** Hash that the journal gives an object as it stands in a row. */
  readonly hashOf: (object: VersionRow['object']) => string
  /** Whether everything of a kind in a scope was listed now, so that what is not there is gone. */
  readonly isListed: (kind: string, scope: string) => boolean
  /** When that was. */
  readonly takenAt: Date
}

/**
 * Puts before each object what a journal kept of it. The newest kept version and today's object are one row where nothing but its status differs. An object that is no longer there
 * ends when the journal says, or by now. `rows`: of today's listing, with the templates that Kubernetes keeps; of those only what ended before the journal began stays.
 */
export function withJournal(
  rows: readonly VersionRow[],
  versions: readonly JournalVersion[],
  context: JournalContext,
): readonly VersionRow[] {
  const kept = Map.groupBy(versions, ({ entity }) => entity)
  const today = Map.groupBy(rows, ({ entity }) => entity)
  const told = [...kept].flatMap(([entity, own]) => rowsOf(entity, own, { ...context, today: today.get(entity) ?? [] }))
  return [...rows.filter(({ entity }) => !kept.has(entity)), ...told]
}

interface Present extends JournalContext {
  readonly today: readonly VersionRow[]
}

function rowsOf(entity: EntityId, versions: readonly JournalVersion[], context: Present): readonly VersionRow[] {
  const [first] = versions
  const newest = versions.at(-1)
  if (first === undefined || newest === undefined) return []
  const { today, hashOf, isListed, takenAt } = context
  const present = today.find(({ isCurrent }) => isCurrent) ?? null
  const templates = today.filter((row) => !row.isCurrent && row.lastSeenAt !== null && row.lastSeenAt <= first.observedAt)
  const { kind, scope } = parseEntity(entity)
  const isThere = present !== null || (newest.objectJson !== null && !isListed(kind, scope))
  const stated = versions.flatMap((version, index) => {
    const until = versions[index + 1]?.observedAt ?? takenAt
    const object = version.objectJson === null ? null : objectIn(version.objectJson)
    return object === null ? [] : [{ version, row: rowOf(version, object, { until, isThere }) }]
  })
  const last = stated.at(-1)
  const isSame = present !== null && last !== undefined && last.version === newest && newest.hash === hashOf(present.object)
  const before = (isSame ? stated.slice(0, -1) : stated).map(({ row }) => row)
  if (present === null) return [...templates, ...before]
  return [...templates, ...before, isSame ? { ...present, ...datesOf(present, newest, before.length > 0) } : present]
}

/** An object that was first seen as it is now says by itself when that came about; of a change the journal knows it. */
function datesOf(present: VersionRow, { observedAt, changedAt, by }: JournalVersion, isChange: boolean): Partial<VersionRow> {
  if (!isChange) return { firstSeenAt: observedAt }
  return { firstSeenAt: observedAt, changedAt, writes: writesBy(by, changedAt) ?? present.writes ?? [] }
}

function rowOf(
  { id, entity, observedAt, changedAt, by }: JournalVersion,
  object: VersionRow['object'],
  { until, isThere }: { readonly until: Date; readonly isThere: boolean },
): VersionRow {
  const writes = writesBy(by, changedAt)
  return {
    locator: `journal#${id}`,
    entity,
    changedAt,
    firstSeenAt: observedAt,
    lastSeenAt: until,
    isCurrent: isThere,
    ...(writes === null ? {} : { writes }),
    object,
  }
}

/** Which fields a version changed stands in the difference to the one before. */
function writesBy(by: string | null, at: Date | null): VersionRow['writes'] | null {
  return by === null || at === null ? null : [{ by, at, fields: [] }]
}

function objectIn(json: string): VersionRow['object'] | null {
  const object = parseBoundedJson(json)
  return typeof object === 'object' && object !== null && !Array.isArray(object) ? { ...object } : null
}
