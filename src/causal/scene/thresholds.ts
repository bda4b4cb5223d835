// The thresholds of the engine. Each entry says why it has its value and what it was measured with. "Drills" are the labelled incidents of `firstcause drill`; a
// value without another source was chosen on them and left alone.

export const THRESHOLDS = {
  /** Robust z-score from which a sample counts as departed: 3.5 is the usual cut of Iglewicz and Hoaglin (1993). */
  robustZ: 3.5,
  /** A latency must also grow by this factor: narrow baselines make tiny shifts look large. */
  latencyRatio: 1.8,
  /** A latency must also grow by this many milliseconds: below it nobody waits. */
  latencyMs: 20,
  /** Share of failing calls above the baseline from which a service counts as failing. */
  errorRatio: 0.03,
  /** A service of which more than this share of calls fails has no such baseline, however long it lasts: nobody runs one like that. */
  neverUsual: 0.5,
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
  /** Up to here a cause that shows after the first symptom is late, beyond it an afterthought. */
  lateSeconds: 15 * 60,
  /** A change this long before onset is old. */
  oldSeconds: 3 * 3600,
} as const
