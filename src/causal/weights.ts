// The thresholds of the engine, and the weights that no incident can tell (`weigh/weights.ts` holds those that were fitted). Each entry says why it has its value and what it was measured with.
// "Drills" are the labelled incidents of `firstcause drill`; a value without another source was chosen on them and left alone.

export const WEIGHTS = {
  /**
   * What people's statements do to a candidate, as powers of its odds (`disputed`: to its confidence). Chosen on principle, not measured: there is no labelled
   * set of statements. Above 1 speaks for it. Each counts once.
   */
  people: {
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
  },
  confidence: {
    /** Nothing is certain: after 50 right answers in a row the next is expected right 51 times of 52 (Laplace's rule of succession). */
    ceiling: 0.98,
  },
} as const

export type PeopleWeight = keyof typeof WEIGHTS.people

export const THRESHOLDS = {
  /** Robust z-score from which a sample counts as departed: 3.5 is the usual cut of Iglewicz and Hoaglin (1993). */
  robustZ: 3.5,
  /** A latency must also grow by this factor: narrow baselines make tiny shifts look large. */
  latencyRatio: 1.8,
  /** A latency must also grow by this many milliseconds: below it nobody waits. */
  latencyMs: 20,
  /** Share of failing calls above the baseline from which a service counts as failing. */
  errorRatio: 0.03,
  /** Traffic counts as dropped below this share of the baseline and as surged above `surgeRatio` times it. */
  dropRatio: 0.4,
  surgeRatio: 2,
  /** Departures weaker than this come and go on healthy systems; they neither place an onset nor keep an incident open. */
  slight: 0.5,
  /** Samples needed before and after onset: with fewer a median says nothing. */
  minSamples: 3,
  /** Alerts that fire within this many seconds of the start of the data were there before anybody looked. */
  backgroundAlertSeconds: 120,
  /** Symptoms may be reported this much before their cause: scrape, evaluation and poll intervals differ. */
  lagSeconds: 150,
  /** Objects are polled every five minutes, so a change without its own time may be this much older than it looks. */
  pollSeconds: 330,
  /** Up to here a cause that shows after the first symptom is late, beyond it an afterthought. */
  lateSeconds: 15 * 60,
  /** A change this long before onset is old. */
  oldSeconds: 3 * 3600,
} as const
