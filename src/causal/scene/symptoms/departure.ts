import { momentAt, type Grid } from '../cite.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { baselineOf, known, median, robustZ } from './robust.ts'
import { leadSteps } from './ramp.ts'

/** Samples on a grid; `null` for no data. */
export interface Series extends Grid {
  readonly values: readonly (number | null)[]
}

/** How a series left its baseline for good or for a while. */
export interface Departure {
  /** Best estimate of when it began (UTC); for a ramp its line drawn back to the baseline. */
  readonly since: Date
  /** First sample that was surely out. */
  readonly seenAt: Date
  /** When it was back; null when it was still out at the end of the data. */
  readonly until: Date | null
  /** Median before, median while it lasted, and the furthest that it went. */
  readonly from: number
  readonly typical: number
  readonly to: number
  /** Indexes of the first and the last departed sample. */
  readonly first: number
  readonly last: number
}

export interface DepartureRule {
  /** Smallest spread that counts as variation, in the unit of the samples. */
  readonly floor: number
  /** Which way it must go, and how far from normal at least, in the unit of the samples. */
  readonly isOut: (value: number, normal: number) => boolean
  /** Number of samples from the start that are surely from before. */
  readonly baselineSamples: number
}

/** A duration (ms) that is longer than before, by so much that somebody waits. */
export const SLOWER = {
  floor: 2,
  isOut: (value, normal) => value > normal * THRESHOLDS.latencyRatio && value > normal + THRESHOLDS.latencyMs,
} satisfies Omit<DepartureRule, 'baselineSamples'>

/** How much harm that is, 0 to 1: a tail that doubled is what restless networks show, one that grew tenfold is a fault. */
export function slowness({ typical, from }: Departure): number {
  return Math.min(1, 0.3 + Math.log10(typical / Math.max(from, 1)) / 2)
}

/** The spread of fewer samples says little; what they reached themselves is then usual, too. */
const FEW_SAMPLES = 8

/** Smallest spread that counts whatever the unit, as a share of the median: narrow baselines make tiny shifts look large. */
const LEAST_SPREAD_SHARE = 0.02

/**
 * Finds where a series left its baseline for good or for a while: its samples lie beyond the robust z-score `THRESHOLDS.robustZ` (distance from the median of what
 * surely is from before, in standard deviations as the median absolute deviation estimates them; Iglewicz and Hoaglin 1993, "How to detect and handle outliers")
 * and beyond what the rule asks in the unit of the series, for several steps, so that a spike is none. Hundreds of series are tested at once, which
 * asks for a higher cut; but it is the least amount and the steps that keep chance out: twice the cut finds less and is right no more often (docs/decisions/0018).
 * `values`: ascending by time, `null` for no data. Null when there are too few samples before, or nothing departed for long enough.
 */
export function findDeparture(series: Series, rule: DepartureRule): Departure | null {
  const { values } = series
  const calm = calmSamples(values, rule.baselineSamples)
  const from = median(calm)
  const baseline = from === null ? null : baselineOf(calm, Math.max(rule.floor, Math.abs(from) * LEAST_SPREAD_SHARE, Number.EPSILON))
  if (baseline === null) return null
  const { center } = baseline
  const distanceOf = (value: number) => Math.abs(value - center)
  const usual = calm.length < FEW_SAMPLES ? Math.max(...calm.map(distanceOf)) : 0
  const isOut = (value: number) =>
    distanceOf(value) > usual && Math.abs(robustZ(value, baseline)) > THRESHOLDS.robustZ && rule.isOut(value, center)
  const runs = withoutBlips(longRuns(values, isOut))
  const during = runs.flatMap((run) => known(values.slice(run.first, run.last + 1))).filter(isOut)
  const to = during.reduce((furthest, value) => (distanceOf(value) > distanceOf(furthest) ? value : furthest), center)
  return spanOf(runs, series, { from: center, typical: median(during) ?? center, to })
}

function calmSamples(samples: readonly (number | null)[], count: number): readonly number[] {
  const first = samples.findIndex((value) => value !== null)
  const calm = first < 0 ? [] : known(samples.slice(first, Math.max(first + THRESHOLDS.minSamples, count)))
  return calm.length < THRESHOLDS.minSamples ? [] : calm
}

/** Without the runs that were over for longer than they lasted before one came that lasts longer than that calm: they came and went on their own. */
export function withoutBlips(runs: readonly Run[]): readonly Run[] {
  const length = ({ first, last }: Run) => last - first + 1
  const from = runs.findLastIndex((run, index) => {
    const before = runs[index - 1]
    const calm = before === undefined ? 0 : run.first - before.last - 1
    return before !== undefined && calm > length(before) && length(run) > calm
  })
  return runs.slice(Math.max(from, 0))
}

/** From the first run to the last; it began where its line, drawn back, meets the baseline. Null without a run. */
export function spanOf(runs: readonly Run[], series: Series, levels: Pick<Departure, 'from' | 'typical' | 'to'>): Departure | null {
  const [first] = runs
  const last = runs.at(-1)
  if (first === undefined || last === undefined) return null
  const seenAt = momentAt(series, first.first)
  // Over when it was back for at least two samples before the data ends.
  const isOver = last.last < series.values.findLastIndex((value) => value !== null) - 1
  const until = isOver ? momentAt(series, last.last + 1) : null
  const lead = leadSteps(known(series.values.slice(first.first)), levels)
  return { since: momentAt(series, Math.max(0, first.first - lead)), seenAt, until, ...levels, first: first.first, last: last.last }
}

/** A stretch of departed samples: indexes of the first and the last one. */
export interface Run {
  readonly first: number
  readonly last: number
}

/** Departed samples that a run has at least; fewer are a blip, except at the very end of the data, where it may be a beginning. */
const LEAST_SAMPLES = 3
const LEAST_SAMPLES_AT_END = 2
/** One normal sample inside a run does not end it: rates of small services touch zero now and then. */
const MAX_GAP = 1

/**
 * Stretches of samples for which `isOut` holds, long enough to mean something, ascending. `samples`: ascending by time; `null` ("no data") neither begins
 * nor ends a run.
 */
export function longRuns(samples: readonly (number | null)[], isOut: (value: number) => boolean): readonly Run[] {
  // Most series hold none, and there are thousands.
  if (!samples.some((value) => value !== null && isOut(value))) return []
  const seen = samples.flatMap((value, index) => (value === null ? [] : [{ index, out: isOut(value) }]))
  const runs: { from: number; to: number; hits: number }[] = []
  for (const [at, { out }] of seen.entries()) {
    if (!out) continue
    const open = runs.at(-1)
    if (open !== undefined && at - open.to <= MAX_GAP + 1) Object.assign(open, { to: at, hits: open.hits + 1 })
    else runs.push({ from: at, to: at, hits: 1 })
  }
  const long = runs.filter(({ to, hits }) => hits >= (to >= seen.length - 2 ? LEAST_SAMPLES_AT_END : LEAST_SAMPLES))
  return long.flatMap(({ from, to }) => {
    const [first, last] = [seen[from], seen[to]]
    return first && last ? [{ first: first.index, last: last.index }] : []
  })
}
