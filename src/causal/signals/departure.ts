import { THRESHOLDS } from '../weights.ts'
import { baselineOf, known, median, robustZ, sustained, type Stretch } from './robust.ts'

/** A sustained departure of a series from its own baseline. */
export interface Departure {
  readonly stretch: Stretch
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

/**
 * Finds where a series left its baseline for good or for a while: beyond the robust z-score of `THRESHOLDS.robustZ` and beyond what the rule asks.
 * `samples`: ascending by time, `null` for no data. Null when there are too few samples before, or nothing departed.
 */
export function findDeparture(samples: readonly (number | null)[], rule: DepartureRule): Departure | null {
  const first = samples.findIndex((value) => value !== null)
  if (first < 0) return null
  const before = known(samples.slice(first, Math.max(first + THRESHOLDS.minSamples, rule.baselineSamples)))
  const baseline = before.length < THRESHOLDS.minSamples ? null : baselineOf(before, rule.floor)
  if (baseline === null) return null
  const isOut = (value: number) => Math.abs(robustZ(value, baseline)) > THRESHOLDS.robustZ && rule.isOut(value, baseline.center)
  const stretch = sustained(samples, isOut)
  if (stretch === null) return null
  const during = known(samples.slice(stretch.first, stretch.last + 1)).filter(isOut)
  return {
    stretch,
    normal: baseline.center,
    typical: median(during) ?? baseline.center,
    lastKnown: samples.findLastIndex((value) => value !== null),
  }
}

/** True when the series was back to normal for at least two samples before its data ends. */
export function isOver({ stretch, lastKnown }: Departure): boolean {
  return stretch.last < lastKnown - 1
}
