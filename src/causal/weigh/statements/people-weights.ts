/**
 * What people's statements do to a candidate, as powers of its odds (`disputed`: to its confidence). Chosen on principle, not measured: there is no labelled
 * set of statements. Above 1 speaks for it. Each counts once.
 */
export const PEOPLE_WEIGHTS = {
  /** A change was taken back and its symptoms went on in the recordings; not 0, because rollbacks are partial and words inexact. */
  undoneInVain: 0.5,
  /** The same, as people say (they may have looked too early), or of a change that they did not name. */
  undoneInVainAsSaid: 0.75,
  /** People felt it before the change: a moment that people remember is inexact. */
  beganBefore: 0.7,
  /** Somebody who was there disagrees: the highest confidence, 0.98, no longer reaches `verified` (0.9). */
  disputed: 0.75,
  /** The symptoms ended right after the cause was taken away: an experiment, but other things end incidents too. */
  undoneWithEffect: 1.15,
  effectAsSaid: 1.05,
  /** A change that people tell of and nobody recorded. */
  changeTold: 1.05,
} as const

export type PeopleWeight = keyof typeof PEOPLE_WEIGHTS
