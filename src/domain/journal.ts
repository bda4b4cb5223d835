import { z } from 'zod'
import { entityId } from './entity.ts'

/**
 * Why nobody saw what happened: nobody had kept a journal before, the API server no longer knew where we were, it was not reached, it let us see nothing, a watch did not tell what it should have, or
 * what was seen did not fit into the journal any more.
 */
const gapReason = z.enum(['start', 'expired', 'unreachable', 'refused', 'lost', 'limit'])
export type GapReason = z.infer<typeof gapReason>

/** What a gap is of: a kind in one namespace, or (null) everywhere; kind null: the whole cluster. */
const watched = { kind: z.string().nullable(), namespace: z.string().nullable() }

/** A time in which nobody watched (UTC). `from` null: since ever; `to` null: still. */
export const journalGap = z.object({
  ...watched,
  from: z.date().nullable(),
  to: z.date().nullable(),
  reason: gapReason,
  /** In words, without a full stop. */
  why: z.string(),
})
export type JournalGap = z.infer<typeof journalGap>

/** The end of the gap of a kind in a place. */
export const gapEnd = z.object({ ...watched, to: z.date() })
export type GapEnd = z.infer<typeof gapEnd>

/** One state of one object as it was seen (UTC), masked, without status and bookkeeping. */
export const newJournalVersion = z.object({
  entity: entityId,
  kind: z.string(),
  /** Of the object; null with `objectJson` when the object is gone. */
  hash: z.string().nullable(),
  objectJson: z.string().nullable(),
  observedAt: z.date(),
  /** When it was written, as the object says; null when it does not. */
  changedAt: z.date().nullable(),
  /** Who wrote it last, as the object says. */
  by: z.string().nullable(),
})
export type NewJournalVersion = z.infer<typeof newJournalVersion>

/** A kept version. */
export type JournalVersion = NewJournalVersion & { readonly id: number }

/** The newest version of an object that is there. */
export type JournalHead = Pick<NewJournalVersion, 'entity' | 'kind' | 'changedAt'> & { readonly hash: string }

/** What a journal knows of a time. */
export interface JournalExcerpt {
  /** Of objects that changed since then, in order, each with the version that it had before. */
  readonly versions: readonly JournalVersion[]
  /** Versions that were left out because there are too many; the oldest are missing. */
  readonly leftOut: number
  /** Gaps that had not ended by then. */
  readonly gaps: readonly JournalGap[]
}

/** How far the journal of a cluster reaches. */
export interface JournalState {
  readonly cluster: string
  readonly since: Date
  /** The last moment that its keeper said it watches; null time out means nobody does now. */
  readonly renewedAt: Date
  readonly versions: number
  readonly bytes: number
  /** The gap that began last; null when there is none. */
  readonly newestGap: JournalGap | null
}
