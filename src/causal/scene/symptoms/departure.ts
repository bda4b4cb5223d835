import { THRESHOLDS } from '../thresholds.ts'
import { baselineOf, known, median, robustZ } from './robust.ts'
import { longRuns, type Run } from './runs.ts'

/** A sustained departure of a series from its own baseline. */
export interface Departure {
  /** Indexes of the first and the last departed sample. */
  readonly first: number
  readonly last: number
  /** Median before. */
  readonly normal: number
  /** Median while it lasted. */
  readonly typical: number
  /** Index of the last sample that has data. */
  readonly lastKnown: number
}

export interface DepartureRule {
  /** Smallest spread that counts as variation, in the unit of the samples. */
  readonly floor: number
  /** Which way it must go, and how far from normal at least, in the unit of the samples. */
  readonly isOut: (value: number, normal: number) => boolean
  /** Number of samples from the start that are surely from before. */
  readonly baselineSamples: number
}

/** The spread of fewer samples says little; what they reached themselves is then usual, too. */
const FEW_SAMPLES = 8

/**
 * Finds where a series left its baseline for good or for a while: beyond the robust z-score of `THRESHOLDS.robustZ` and beyond what the rule asks.
 * `samples`: ascending by time, `null` for no data. Null when there are too few samples before, or nothing departed for long enough.
 */
export function findDeparture(samples: readonly (number | null)[], rule: DepartureRule): Departure | null {
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
  return spanOf(runs, samples, { normal: baseline.center, typical: median(during) ?? baseline.center })
}

/**
 * Finds where failures of counted calls left their baseline. A ratio of few calls jumps by chance, so each run must also stand out as a
 * whole: by `THRESHOLDS.robustZ` standard deviations of a Poisson count (variance = mean, one added for empty baselines).
 */
export function findFailures(
  calls: { readonly counts: readonly (number | null)[]; readonly errors: readonly (number | null)[] },
  baselineSamples: number,
): Departure | null {
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
  return spanOf(runs, ratios, { normal, typical: failed / Math.max(called, 1) })
}

/** True when the series was back to normal for at least two samples before its data ends. */
export function isOver({ last, lastKnown }: Departure): boolean {
  return last < lastKnown - 1
}

function calmSamples(samples: readonly (number | null)[], count: number): readonly number[] {
  const first = samples.findIndex((value) => value !== null)
  const calm = first < 0 ? [] : known(samples.slice(first, Math.max(first + THRESHOLDS.minSamples, count)))
  return calm.length < THRESHOLDS.minSamples ? [] : calm
}

function standsOut(
  run: Run,
  calls: { readonly counts: readonly (number | null)[]; readonly errors: readonly (number | null)[] },
  normal: number,
): boolean {
  const expected = sum(calls.counts.slice(run.first, run.last + 1)) * normal
  return (sum(calls.errors.slice(run.first, run.last + 1)) - expected) / Math.sqrt(expected + 1) > THRESHOLDS.robustZ
}

function spanOf(
  runs: readonly Run[],
  samples: readonly (number | null)[],
  levels: Pick<Departure, 'normal' | 'typical'>,
): Departure | null {
  const [first] = runs
  const last = runs.at(-1)
  if (first === undefined || last === undefined) return null
  return { first: first.first, last: last.last, lastKnown: samples.findLastIndex((value) => value !== null), ...levels }
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}
