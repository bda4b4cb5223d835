import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { renderLines } from '../../domain/quotation.ts'
import type { Citation } from '../../domain/evidence.ts'
import { cite, citeFirst, type Facts, rowsHeld } from './cite.ts'
import { comparable, splitLine } from './comparable.ts'
import { listAt, mapAt, textAt } from './kubernetes/fields.ts'
import type { ObjectChange, ObjectHistory, ObjectVersion } from './scene.ts'

/** Kinds that the control plane writes by itself; their differences are consequences, never changes that somebody made. */
const DERIVED_KINDS = new Set(['Endpoints', 'EndpointSlice', 'Lease', 'Event', 'ReplicaSet', 'Pod', 'VolumeAttachment'])
/** Clocks of the observer and of the API server differ by up to this many seconds. */
const CLOCK_TOLERANCE_SECONDS = 5
/** Within one poll the kinds are listed one after the other, over up to this many seconds. */
const POLL_SPREAD_SECONDS = 60

/** Builds the objects over time from every version that was read. Rows read twice (once per object, once with all) count once. */
export function buildObjectHistory(facts: Facts): ObjectHistory {
  const byEntity = groupByEntity(rowsHeld(facts, 'object_versions'))
  const newest = [...byEntity.values()].flatMap((versions) => versions.slice(-1)).filter(({ row }) => row.isCurrent)
  const byKind = Map.groupBy(newest, ({ row }) => parseEntity(row.entity).kind)
  const firstPoll = firstPollOf(byEntity)
  const changes = [...byEntity.values()].flatMap((versions) => changesOf(versions, firstPoll))
  return {
    versionsOf: (entity) => byEntity.get(entity) ?? [],
    current: (kind) => (kind === undefined ? newest : (byKind.get(kind) ?? [])),
    changes: changes.sort((a, b) => timeOf(a.at) - timeOf(b.at)),
  }
}

function groupByEntity(held: readonly ObjectVersion[]): ReadonlyMap<EntityId, readonly ObjectVersion[]> {
  const unique = [...new Map(held.map((version) => [`${version.row.entity} ${version.row.locator}`, version])).values()]
  unique.sort((a, b) => timeOf(a.row.firstSeenAt) - timeOf(b.row.firstSeenAt))
  return Map.groupBy(unique, (version) => version.row.entity)
}

function timeOf(at: Date | null): number {
  return at === null ? Number.MAX_SAFE_INTEGER : at.getTime()
}

/** The first observation of anything: what is first seen well after it was created in between. */
function firstPollOf(byEntity: ReadonlyMap<EntityId, readonly ObjectVersion[]>): number {
  return [...byEntity.values()].reduce(
    (first, [version]) => Math.min(first, timeOf(version?.row.firstSeenAt ?? null)),
    Number.MAX_SAFE_INTEGER,
  )
}

function changesOf(versions: readonly ObjectVersion[], firstPoll: number): readonly ObjectChange[] {
  const [first] = versions
  const last = versions.at(-1)
  if (!first || !last) return []
  const { kind } = parseEntity(first.row.entity)
  if (DERIVED_KINDS.has(kind) || listAt(first.row.object, 'metadata', 'ownerReferences').length > 0) return []
  const updates = versions.slice(1).flatMap((version, index) => updatesBetween(versions[index] ?? first, version))
  return [...creationOf(first, firstPoll), ...writesOf(first, versions.length), ...updates, ...deletionOf(last)]
}

/** Control loops that write into specs by themselves; what they write follows from something else. */
const CONTROLLERS = /^kube-|^kubelet$|controller|^cloud-|-operator$/
/** A writer that set more at once put the whole object in place again, and which of it is new cannot be told. */
const MAX_WRITTEN_FIELDS = 5

/** What was written after the creation of an object that was seen in one state only: who wrote a field last, and when, without what it was before. */
function writesOf(version: ObjectVersion, states: number): readonly ObjectChange[] {
  const { row } = version
  if (states > 1) return []
  return (row.writes ?? []).flatMap(({ by, at, fields }): readonly ObjectChange[] => {
    const told = CONTROLLERS.test(by) ? [] : fields.filter((field) => /^(?:spec|data|rules|webhooks|subjects|roleRef)\b/.test(field))
    if (told.length === 0 || told.length > MAX_WRITTEN_FIELDS) return []
    const lines = renderLines(row.object)
    return told.flatMap((field) => {
      const line = lines.find((one) => one.startsWith(`${field}: `) || one.startsWith(`${field}.`))
      if (line === undefined) return []
      const [path, to] = splitLine(line)
      const citations = citeFirst(version, [line, to], { role: 'change', at })
      return [{ entity: row.entity, kind: 'updated' as const, path, from: null, to, at, citations }]
    })
  })
}

function creationOf(version: ObjectVersion, firstPoll: number): readonly ObjectChange[] {
  const { row } = version
  const created = textAt(row.object, 'metadata', 'creationTimestamp')
  const at = created === null ? row.changedAt : new Date(created)
  if (at === null || Number.isNaN(at.getTime()) || row.firstSeenAt === null) return []
  const isNew =
    at.getTime() > firstPoll - CLOCK_TOLERANCE_SECONDS * 1000 && row.firstSeenAt.getTime() > firstPoll + POLL_SPREAD_SECONDS * 1000
  if (!isNew) return []
  const citations = citeFirst(version, [`creationTimestamp: ${created}`, row.entity], { role: 'change', at })
  return [{ entity: row.entity, kind: 'created', path: '', from: null, to: null, at, citations }]
}

function deletionOf(version: ObjectVersion): readonly ObjectChange[] {
  const { row } = version
  if (row.isCurrent || row.lastSeenAt === null) return []
  const citations = cite(version, 'isCurrent: false', { role: 'change', at: row.lastSeenAt })
  return [{ entity: row.entity, kind: 'deleted', path: '', from: null, to: null, at: row.lastSeenAt, citations }]
}

function updatesBetween(before: ObjectVersion, after: ObjectVersion): readonly ObjectChange[] {
  const from = comparable(before.row.object)
  const to = comparable(after.row.object)
  const at = after.row.changedAt ?? between(before.row.lastSeenAt, after.row.firstSeenAt)
  const isNode = parseEntity(after.row.entity).kind === 'Node'
  const differing = [...new Set([...from.keys(), ...to.keys()])].filter((path) => from.get(path) !== to.get(path))
  // Kubelets and controllers write to nodes all the time; what people set there stands in the spec.
  const paths = isNode ? differing.filter((path) => path.startsWith('spec.')) : differing
  return paths.map((path) => {
    const [old, now] = [from.get(path) ?? null, to.get(path) ?? null]
    const citations = [
      ...quoteValue(after, path, { value: now, at }),
      ...quoteValue(before, path, { value: old, at: before.row.changedAt }),
    ]
    return { entity: after.row.entity, kind: 'updated', path, from: old, to: now, at, citations }
  })
}

/** The middle of two observations is never further from the true time than half a poll. */
function between(before: Date | null, after: Date | null): Date | null {
  return before === null || after === null || before >= after ? after : new Date((before.getTime() + after.getTime()) / 2)
}

/** Quotes a value at its path, when there is one; inside embedded text, where the path is not a rendered line, from the nearest key that is there. */
function quoteValue(version: ObjectVersion, path: string, { value, at }: Value): readonly Citation[] {
  if (value === null) return []
  const direct = cite(version, `${path}: ${value}`, { role: 'change', at })
  return direct.length > 0 ? direct : citeFirst(version, embeddedFragments(version, path, value), { role: 'change', at })
}

interface Value {
  readonly value: string | null
  readonly at: Date | null
}

function embeddedFragments(version: ObjectVersion, path: string, value: string): readonly string[] {
  const text = textAt(version.row.object, 'data', fileKey(version, path))
  if (text === null) return [value]
  const keys = path.slice(`data.${fileKey(version, path)}.`.length).split('.')
  const parent = keys.at(-2)
  const start = parent === undefined ? -1 : text.indexOf(`"${parent}"`)
  const key = text.indexOf(`"${keys.at(-1)}"`, Math.max(start, 0))
  const end = key < 0 ? -1 : text.indexOf(value, key + (keys.at(-1)?.length ?? 0) + 2)
  const found = end < 0 ? [] : [text.slice(Math.max(start, 0), end + value.length + 1), text.slice(key, end + value.length + 1)]
  return [...found, `"${keys.at(-1)}": "${value}"`, `${keys.at(-1)}: ${value}`, `${keys.at(-1)}=${value}`, value]
}

/** The key of `data` that a path points into; keys contain dots themselves, so the longest that fits is taken. */
function fileKey(version: ObjectVersion, path: string): string {
  const keys = Object.keys(mapAt(version.row.object, 'data')).filter((key) => path.startsWith(`data.${key}`))
  return keys.sort((a, b) => b.length - a.length)[0] ?? ''
}
