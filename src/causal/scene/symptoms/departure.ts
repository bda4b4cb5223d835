import { momentAt } from '../cite-samples.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { baselineOf, known, median, robustZ } from './robust.ts'
import { longRuns, type Run } from './runs.ts'

/** Samples on a grid; `null` for no data. */
export interface Series {
  readonly startAt: Date
  readonly stepSeconds: number
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

/** Calls counted on a grid, and how many of them failed. */
interface Counted extends Omit<Series, 'values'> {
  readonly counts: readonly (number | null)[]
  readonly errors: readonly (number | null)[]
}

/** The spread of fewer samples says little; what they reached themselves is then usual, too. */
const FEW_SAMPLES = 8

/**
 * Finds where a series left its baseline for good or for a while: beyond the robust z-score of `THRESHOLDS.robustZ` and beyond what the rule asks.
 * `samples`: ascending by time, `null` for no data. Null when there are too few samples before, or nothing departed for long enough.
 */
export function findDeparture(series: Series, rule: DepartureRule): Departure | null {
  const samples = series.values
  const calm = calmSamples(samples, rule.baselineSamples)
  const baseline = baselineOf(calm, rule.floor)
  if (baseline === null) return null
  const usual = calm.length < FEW_SAMPLES ? Math.max(...calm.map((value) => Math.abs(value - baseline.center))) : 0
  const isOut = (value: number) =>
    Math.abs(value - baseline.center) > usual &&
    Math.abs(robustZ(value, baseline)) > THRESHOLDS.robustZ &&
    rule.isOut(value, baseline.center)
  const runs = longRuns(samples, isOut)
  const during = runs.flatMap((run) => known(samples.slice(run.first, run.last + 1))).filter(isOut)
  const furthest = during.reduce(
    (to, value) => (Math.abs(value - baseline.center) > Math.abs(to - baseline.center) ? value : to),
    baseline.center,
  )
  return spanOf(runs, series, { from: baseline.center, typical: median(during) ?? baseline.center, to: furthest })
}

/**
 * Finds where failures of counted calls left their baseline. A ratio of few calls jumps by chance, so each run must also stand out as a
 * whole: by `THRESHOLDS.robustZ` standard deviations of a Poisson count (variance = mean, one added for empty baselines).
 */
export function findFailures(calls: Counted, baselineSamples: number): Departure | null {
  const { counts, errors } = calls
  const ratios = counts.map((count, index) => (count === null || count === 0 ? null : (errors[index] ?? 0) / count))
  const begun = Math.max(
    ratios.findIndex((ratio) => ratio !== null),
    0,
  )
  const calm =
    begun < baselineSamples ? Math.max(baselineSamples, begun + THRESHOLDS.minSamples) : Math.max(baselineSamples, THRESHOLDS.minSamples)
  if (known(ratios.slice(0, calm)).length < THRESHOLDS.minSamples) return null
  const normal = sum(errors.slice(0, calm)) / Math.max(sum(counts.slice(0, calm)), 1)
  const isOut = (ratio: number) => ratio > normal * 2 && ratio > normal + THRESHOLDS.errorRatio
  const runs = longRuns(ratios, isOut).filter((run) => standsOut(run, calls, normal))
  const failed = runs.reduce((total, run) => total + sum(errors.slice(run.first, run.last + 1)), 0)
  const called = runs.reduce((total, run) => total + sum(counts.slice(run.first, run.last + 1)), 0)
  const furthest = Math.max(...runs.flatMap((run) => known(ratios.slice(run.first, run.last + 1))))
  return spanOf(runs, { ...calls, values: ratios }, { from: normal, typical: failed / Math.max(called, 1), to: furthest })
}

function calmSamples(samples: readonly (number | null)[], count: number): readonly number[] {
  const first = samples.findIndex((value) => value !== null)
  const calm = first < 0 ? [] : known(samples.slice(first, Math.max(first + THRESHOLDS.minSamples, count)))
  return calm.length < THRESHOLDS.minSamples ? [] : calm
}

function standsOut(run: Run, calls: Counted, normal: number): boolean {
  const expected = sum(calls.counts.slice(run.first, run.last + 1)) * normal
  return (sum(calls.errors.slice(run.first, run.last + 1)) - expected) / Math.sqrt(expected + 1) > THRESHOLDS.robustZ
}

function spanOf(runs: readonly Run[], series: Series, levels: Pick<Departure, 'from' | 'typical' | 'to'>): Departure | null {
  const [first] = runs
  const last = runs.at(-1)
  if (first === undefined || last === undefined) return null
  const seenAt = momentAt(series, first.first)
  // Over when it was back for at least two samples before the data ends.
  const isOver = last.last < series.values.findLastIndex((value) => value !== null) - 1
  const until = isOver ? momentAt(series, last.last + 1) : null
  return { since: seenAt, seenAt, until, ...levels, first: first.first, last: last.last }
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}
