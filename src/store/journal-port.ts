import type { GapEnd, JournalExcerpt, JournalGap, JournalHead, JournalState, NewJournalVersion } from '../domain/journal.ts'

/** Who writes into the journal of a cluster. */
export interface JournalHolder {
  readonly cluster: string
  readonly holder: string
}

/** What a keeper found out, stored together or not at all. */
export interface JournalEntry {
  readonly versions: readonly NewJournalVersion[]
  /** A gap of a kind and place that is still open goes on as it began. */
  readonly opened: readonly JournalGap[]
  readonly ended: readonly GapEnd[]
}

export interface JournalBounds {
  /** Superseded versions, ended objects and ended gaps from before are removed (UTC). */
  readonly before: Date
  readonly maxBytes: number
  readonly at: Date
}

/** Versions of the objects of clusters: the part of the store that is no record of a run, and is bounded. */
export interface JournalStore {
  /**
   * Takes the journal until then, or holds it longer; `isKept` says that a keeper is at work at `at`. `heldBefore`: when that was last so, null for never. Null when another has it until later than `at`.
   */
  holdJournal(
    hold: JournalHolder & { readonly at: Date; readonly until: Date; readonly isKept: boolean },
  ): Promise<{ readonly heldBefore: Date | null } | null>
  /** Lets others take it at once. Nothing happens when it is another's. */
  releaseJournal(holder: JournalHolder, at: Date): Promise<void>
  /** The newest version of each object that is there, in no order. */
  loadJournalHeads(cluster: string): Promise<readonly JournalHead[]>
  /** False, and nothing stored, when the journal is held by another. */
  recordJournal(holder: JournalHolder, entry: JournalEntry): Promise<boolean>
  /** What changed after `since`; null where a journal was never kept. A time since which it is kept no more is among its gaps. */
  readJournal(cluster: string, since: Date): Promise<JournalExcerpt | null>
  /** Removes what is beyond the bounds. `lost`: newest versions among it, which no bound but the bytes takes; a gap says so. */
  pruneJournal(cluster: string, bounds: JournalBounds): Promise<{ readonly removed: number; readonly lost: number }>
  /** One for each cluster that was ever watched, by name. */
  journalStates(): Promise<readonly JournalState[]>
}
