import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { readDescription, type Block } from '../kubectl-text/describe-block.ts'
import { parseMoment, type DumpClock } from '../kubectl-text/dump-clock.ts'
import { CLUSTER_SCOPED, kindOf } from '../kubernetes-rows/kinds.ts'
import { readManifest, type Declared } from './manifests.ts'
import { readEndpoints, readNamed, readService } from '../kubectl-text/objects/network.ts'
import { readNode } from '../kubectl-text/objects/node.ts'
import { readResourceQuota } from '../kubectl-text/objects/quota.ts'
import { readPersistentVolume, readPersistentVolumeClaim, readStorageClass } from '../kubectl-text/objects/storage.ts'
import { readPod, readWorkload } from '../kubectl-text/objects/workloads.ts'
import { overlay } from './overlay.ts'
import { joinParts, readEach, type Part } from './part-problems.ts'
import type { Dump } from './schema.ts'
import { readTable } from '../kubectl-text/text-table.ts'

type ObjectRow = Rows['object_versions']

// A map and no object: the kind is a word of a foreign file, and every object has a `constructor`.
const READERS = new Map<string, (fields: readonly Block[], text: string) => Record<string, unknown>>(
  Object.entries({
    Pod: readPod,
    Deployment: readWorkload,
    ReplicaSet: readWorkload,
    StatefulSet: readWorkload,
    DaemonSet: readWorkload,
    Service: readService,
    Endpoints: readEndpoints,
    Node: readNode,
    PersistentVolumeClaim: readPersistentVolumeClaim,
    PersistentVolume: readPersistentVolume,
    StorageClass: readStorageClass,
    ResourceQuota: (_fields: readonly Block[], text: string) => readResourceQuota(text),
  }),
)

/** Kinds of which a dump may only list the names; their existence is what matters. */
const LISTED_ONLY = ['serviceaccounts', 'configmaps', 'secrets', 'namespaces']

/** `describe` of something that is not there; kubectl's own wording. */
const NOT_FOUND = /^Error from server \(NotFound\)/

/**
 * One version of each object the dump knows: described ones (with what only their manifest states), those that are merely
 * listed, and, with `isCurrent` false and `isDeclaredOnly`, those that a manifest names and the cluster did not show.
 */
export function readObjectRows(dump: Dump, clock: DumpClock): Part<ObjectRow> {
  const declared = readDeclared(dump)
  const manifests = new Map(declared.rows.map((item) => [item.entity, item]))
  const described = readDescribed(dump, manifests, clock)
  const listed = readListed(dump, clock)
  const shown = joinParts([described, listed])
  const known = new Set(shown.rows.map((row) => row.entity))
  const absent = [...manifests.values()].filter((item) => !known.has(item.entity)).map(toDeclaredOnly)
  return { rows: [...unique(shown.rows), ...absent], problems: [...declared.problems, ...shown.problems] }
}

function readDeclared(dump: Dump): Part<Declared> {
  return readEach(Object.entries(dump.app_yaml ?? {}), 'case.json#app_yaml', (app, text) =>
    readManifest(text, { app, namespace: dump.namespace }),
  )
}

function readDescribed(dump: Dump, manifests: ReadonlyMap<EntityId, Declared>, clock: DumpClock): Part<ObjectRow> {
  const parts = Object.entries(dump.describe ?? {}).map(([word, texts]) => {
    const kind = kindOf(word)
    return readEach(Object.entries(texts), `case.json#describe.${word}`, (name, text) => {
      if (NOT_FOUND.test(text)) return []
      const fields = readDescription(text)
      const read = READERS.get(kind) ?? readNamed
      const entity = entityOf(kind, name, dump.namespace)
      const manifest = manifests.get(entity)
      const shown = { kind, ...read(fields, text) }
      const object = manifest === undefined ? shown : overlay(shown, manifest.object)
      const locator = `case.json#describe.${word}.${name}`
      return [
        toRow({
          entity,
          object,
          clock,
          locator: manifest === undefined ? locator : `${locator} with ${manifest.locator.slice('case.json'.length)}`,
        }),
      ]
    })
  })
  return joinParts(parts)
}

function readListed(dump: Dump, clock: DumpClock): Part<ObjectRow> {
  const lists = Object.entries(dump.get ?? {}).filter(([word]) => LISTED_ONLY.includes(word))
  return readEach(lists, 'case.json#get', (word, text) =>
    readTable(text.split('\n')).map((row, index) => {
      const name = row['NAME'] ?? ''
      const kind = kindOf(word)
      return toRow({
        entity: entityOf(kind, name, dump.namespace),
        object: { kind, metadata: { name, ...(CLUSTER_SCOPED.has(kind) ? {} : { namespace: dump.namespace }) } },
        clock,
        locator: `case.json#get.${word}#${index + 2}`,
      })
    }),
  )
}

function toRow(about: {
  readonly entity: EntityId
  readonly object: Record<string, unknown>
  readonly clock: DumpClock
  readonly locator: string
}): ObjectRow {
  const { metadata } = about.object
  const created =
    typeof metadata === 'object' && metadata !== null && 'creationTimestamp' in metadata ? String(metadata.creationTimestamp) : undefined
  return {
    locator: about.locator,
    entity: about.entity,
    changedAt: parseMoment(created),
    firstSeenAt: about.clock.takenAt,
    lastSeenAt: about.clock.takenAt,
    isCurrent: true,
    object: about.object,
  }
}

function toDeclaredOnly(item: Declared): ObjectRow {
  return {
    locator: item.locator,
    entity: item.entity,
    changedAt: null,
    firstSeenAt: null,
    lastSeenAt: null,
    isCurrent: false,
    isDeclaredOnly: true,
    object: { ...item.object },
  }
}

function unique(rows: readonly ObjectRow[]): ObjectRow[] {
  return [...new Map(rows.toReversed().map((row) => [row.entity, row])).values()].toReversed()
}

/** The entity of a described object. */
export function entityOf(kind: string, name: string, namespace: string): EntityId {
  return formatEntity(CLUSTER_SCOPED.has(kind) ? CLUSTER_SCOPE : namespace, kind, name)
}
