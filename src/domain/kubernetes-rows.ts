import { z } from 'zod'
import { ending } from './ending.ts'
import { entityId } from './entity.ts'

// The rows that speak of Kubernetes itself; `telemetry-rows.ts` says what is common to all rows.

const moment = z.coerce.date()

export const kubernetesEventRow = z.object({
  locator: z.string(),
  entity: entityId,
  reason: z.string(),
  severity: z.enum(['Normal', 'Warning']),
  message: z.string(),
  count: z.number(),
  firstAt: moment.nullable(),
  lastAt: moment.nullable(),
})

/** One state of one object. Consecutive identical observations are one version; `managedFields` is read, then dropped. */
export const objectVersionRow = z.object({
  locator: z.string(),
  entity: entityId,
  /** When the version came about, from managedFields or creationTimestamp; null when the object does not say. */
  changedAt: moment.nullable(),
  firstSeenAt: moment.nullable(),
  lastSeenAt: moment.nullable(),
  /** True when the object was still there in the newest poll of its kind. False means it was deleted after `lastSeenAt`. */
  isCurrent: z.boolean(),
  /** True when only a manifest names the object and the cluster did not show it: it was never observed. Then `isCurrent` is false. */
  isDeclaredOnly: z.boolean().optional(),
  /** Who wrote which fields last and when, by managedFields, status and bookkeeping left out; oldest first, absent where the object does not say. */
  writes: z.array(z.object({ by: z.string(), at: moment, fields: z.array(z.string()) })).optional(),
  /** The object as Kubernetes writes it (apiVersion, kind, metadata, spec, status, data). */
  object: z.record(z.string(), z.unknown()),
})

/** How the listing of one kind of object ended, where a source tells its listings apart; a kind without a row was not listed. */
export const listingRow = z.object({
  locator: z.string(),
  /** In CamelCase, as in entities. */
  objectKind: z.string(),
  /** Null: every namespace that the source covers, or a kind outside namespaces. */
  namespace: z.string().nullable(),
  ending,
  /** Objects listed; 0 for every ending but `ok` and `incomplete`. */
  count: z.number(),
  /** In words, for every ending but `ok` and `no_data`. */
  why: z.string().nullable(),
})
