import type { GapReason, JournalGap } from '../domain/journal.ts'

/** Where the follower of one kind in one place stands. */
export interface FollowState {
  readonly next: 'list' | 'watch'
  /** What a watch begins from. */
  readonly version: string | null
  /** When it was listed completely; null before the first time. */
  readonly listedAt: Date | null
  /** The last moment that the API server told anything, or somebody before us heard it; null for never. */
  readonly heardAt: Date | null
  /** Why nobody watches now; null while somebody does. */
  readonly gap: GapReason | null
  /** Attempts in a row that came to nothing. */
  readonly failures: number
}

/** How a listing or a watch ended. */
export type Outcome =
  /** Completely. `missed`: versions in it that the watch before should have told. */
  | { readonly kind: 'listed'; readonly version: string | null; readonly missed: number }
  /** In good order, its time was over. */
  | { readonly kind: 'ended'; readonly version: string | null; readonly heardAt: Date }
  /** The connection broke after it had stood. */
  | { readonly kind: 'cut'; readonly version: string | null; readonly heardAt: Date }
  | { readonly kind: 'failed'; readonly reason: GapReason; readonly why: string; readonly heardAt: Date | null }

export interface Advanced {
  readonly state: FollowState
  readonly opened: readonly Omit<JournalGap, 'kind' | 'namespace'>[]
  /** A gap that was open ends now. */
  readonly isEnded: boolean
}

/** Longest time between two complete listings, which find what a watch lost. */
const RECONCILE_MS = 600_000
/** Longest life of one watch. */
const WATCH_MS = 300_000
/** A quarter of a second is a blip; a server that is down for the night is asked every five minutes. */
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 300_000
const SHORTEST_WATCH_SECONDS = 240

/** A follower that begins, in the gap since somebody before it was last heard of. */
export function beginning(heardAt: Date | null): Advanced {
  const why = heardAt === null ? 'no journal was kept before' : 'the journal was not kept'
  return {
    state: { next: 'list', version: null, listedAt: null, heardAt, gap: 'start', failures: 0 },
    opened: [{ from: heardAt, to: null, reason: 'start', why }],
    isEnded: false,
  }
}

/** What follows from how a listing or a watch ended at `at` (UTC). */
export function advance(state: FollowState, outcome: Outcome, at: Date): Advanced {
  switch (outcome.kind) {
    case 'listed': {
      const next = outcome.version === null ? 'list' : 'watch'
      const lost = {
        from: state.listedAt,
        to: at,
        reason: 'lost',
        why: `a listing found ${outcome.missed} changes that no watch had told`,
      } as const
      return {
        state: { next, version: outcome.version, listedAt: at, heardAt: at, gap: null, failures: next === 'list' ? state.failures + 1 : 0 },
        opened: state.gap === null && outcome.missed > 0 ? [lost] : [],
        isEnded: state.gap !== null,
      }
    }
    case 'ended':
    case 'cut': {
      const { version, heardAt } = outcome
      // Whatever the next watch's length, the listing after it would come too late.
      const isDue = at.getTime() + WATCH_MS > (state.listedAt ?? at).getTime() + RECONCILE_MS
      const next = isDue || version === null ? 'list' : 'watch'
      return { state: { ...state, next, version, heardAt, failures: outcome.kind === 'cut' ? 1 : 0 }, opened: [], isEnded: false }
    }
    case 'failed': {
      const { reason, why } = outcome
      const heardAt = outcome.heardAt ?? state.heardAt
      const isNew = state.gap !== reason
      return {
        state: { ...state, next: 'list', heardAt, gap: reason, failures: state.failures + 1 },
        // A gap that goes on for another reason goes on from now.
        opened: isNew ? [{ from: state.gap === null ? heardAt : at, to: null, reason, why }] : [],
        isEnded: isNew && state.gap !== null,
      }
    }
  }
}

/** How long to wait before the next attempt, in milliseconds: nothing after what went well, twice as long after each failure. `random`: 0 to 1. */
export function pauseMs({ failures }: FollowState, random: number): number {
  return failures === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) * (0.5 + random / 2)
}

/** How long the next watch is to last, so that not all end at once. `random`: 0 to 1. */
export function watchSeconds(random: number): number {
  return SHORTEST_WATCH_SECONDS + Math.floor((random * WATCH_MS) / 5000)
}
