// The one table of weights and thresholds of the engine. Each entry says why it has its value and what it was measured with.
// "Drills" are the labelled incidents of `firstcause drill`; a value without another source was chosen on them and left alone.

export const WEIGHTS = {
  basis: {
    /** A reading states the failure and its reason; wrong only when it states an old or an accompanying failure. */
    witnessed: 1,
    /** A change that would do it, near onset: changes coincide, so it needs the symptom as well. */
    changed: 0.9,
    /** An odd configuration without a time: most clusters hold several that hurt nobody. */
    static: 0.72,
    /** Numbers single out the kind of fault: between a change that would do it and an oddity without a time; what made them so is not shown. */
    measured: 0.8,
    /** Numbers alone place the fault but do not show what it is. */
    inferred: 0.6,
    /** Numbers alone, but a change of that very thing came just before: more than numbers, less than a change known to do this. */
    inferredAfterChange: 0.68,
  },
  order: {
    /** The cause is known to be there before the symptoms. */
    before: 1,
    /** Nothing says when the cause came about. */
    unknown: 0.9,
    /** First sign of the cause after the first symptom: chaos experiments are announced up to 15 minutes late. */
    late: 0.7,
    /** So much later that it is more likely an answer to the incident than its cause. */
    afterwards: 0.2,
    /** The change is older than most incidents take to show; still possible (a deploy that waits for load). */
    old: 0.75,
  },
  /** How much a candidate that explains only part of the symptoms keeps at coverage 0; the rest grows with coverage. */
  coverageFloor: 0.35,
  /** A candidate whose own predicted effect is seen at its victim only through its callers keeps this share. */
  indirectOnly: 0.75,
  /**
   * What people's statements do to a candidate's score (`disputed`: to its confidence). Chosen on principle, not measured: there is no labelled
   * set of statements. Above 1 speaks for it. Each counts once.
   */
  people: {
    /** A change was taken back and its symptoms went on in the recordings; less than `afterwards`, because rollbacks are partial and words inexact. */
    undoneInVain: 0.5,
    /** The same, as people say (they may have looked too early), or of a change that they did not name. */
    undoneInVainAsSaid: 0.75,
    /** People felt it before the change: as much as a cause that is late. */
    beganBefore: 0.7,
    /** Somebody who was there disagrees: the highest confidence, 0.98, no longer reaches `verified` (0.75). */
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
    /** How much of the confidence depends on explaining all symptoms: noise beside the incident must not sink a witnessed cause. */
    coverageShare: 0.3,
    /** How much depends on the lead over the best rival. */
    leadShare: 0.25,
    /** A lead of this much in score is as good as no rival. */
    fullLead: 0.2,
    /**
     * Order counted at most when the telemetry has a hole: the true onset may lie earlier. Near a late cause, the least that a named cause has, so that
     * losing data cannot gain; and just enough for a change with its symptom to stay `likely`.
     */
    orderWithHole: 0.75,
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
  /** Score, over what the first cause leaves unexplained, from which a second, independent cause is named beside it. */
  secondCause: 0.6,
  /** Score below which nothing is named: chosen so that healthy drills with harmless deploys name nothing. */
  leastScore: 0.3,
} as const
