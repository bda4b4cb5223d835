import type { JournalHead, NewJournalVersion } from '../domain/journal.ts'
import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../domain/entity.ts'
import { canonicalJson, hashText } from '../evidence/content-hash.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { newestWrite } from '../telemetry/kubernetes-rows/later-writes.ts'
import { normaliseObject, withoutStatus } from '../telemetry/kubernetes-rows/normalise-object.ts'
import type { KubernetesObject } from '../telemetry/kubernetes-rows/schema.ts'
import { isPlausibleMoment } from '../telemetry/shared/moment.ts'

/** What the journal keeps of a normalised object: the same text whenever nobody changed it. */
function keptText(normal: Readonly<Record<string, unknown>>, redactor: Redactor): string {
  return canonicalJson(redactor.fields(withoutStatus(normal)))
}

/** The hash that a version of this normalised object has. */
export function versionHash(normal: Readonly<Record<string, unknown>>, redactor: Redactor): string {
  return hashText(keptText(normal, redactor))
}

export interface SeenObject {
  readonly object: KubernetesObject
  readonly at: Date
  /** Told by a watch as it happened, so that the moment it was seen is about when it was written. */
  readonly isWatched: boolean
  /** What was known of it; null when it is new. */
  readonly before: Pick<JournalHead, 'hash' | 'changedAt'> | null
}

/** The version that an object makes; null when nothing of it changed. Dated by its own newest write, where that is newer than what was known. */
export function versionOf({ object, at, isWatched, before }: SeenObject, redactor: Redactor): NewJournalVersion | null {
  const objectJson = keptText(normaliseObject(object), redactor)
  const hash = hashText(objectJson)
  if (hash === before?.hash) return null
  const write = newestWrite(object)
  const isOwn = write !== null && (before === null || before.changedAt === null || write.at > before.changedAt)
  const changedAt = isOwn ? write.at : before === null ? createdAt(object) : isWatched ? at : null
  return { entity: entityOf(object), kind: object.kind, hash, objectJson, observedAt: at, changedAt, by: isOwn ? write.by : null }
}

/** The end of an object; `changedAt` null where only its absence was seen. */
export function endOf(entity: EntityId, kind: string, seen: { readonly at: Date; readonly changedAt: Date | null }): NewJournalVersion {
  return { entity, kind, hash: null, objectJson: null, observedAt: seen.at, changedAt: seen.changedAt, by: null }
}

export function entityOf({ kind, metadata }: KubernetesObject): EntityId {
  return formatEntity(metadata.namespace || CLUSTER_SCOPE, kind, metadata.name)
}

function createdAt({ metadata }: KubernetesObject): Date | null {
  const at = Date.parse(metadata.creationTimestamp ?? '')
  return isPlausibleMoment(at) ? new Date(at) : null
}
