import { momentAt } from '../cite.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { type Departure, type DepartureRule, findDeparture, longRuns, type Run, type Series, spanOf, withoutBlips } from './departure.ts'
import { known } from './robust.ts'

// The counting case of the rule of `departure.ts`: what is counted scatters by the square root of its number (Poisson), which says more than a baseline of few counts.

/** Calls counted on a grid, and how many of them failed. */
interface Counted extends Omit<Series, 'values'> {
  readonly counts: readonly (number | null)[]
  readonly errors: readonly (number | null)[]
}

/**
 * Finds where failures of counted calls left their baseline; from the first step on where most fail in it, or where nothing was counted in it, because then the
 * recording began too late to show one. A ratio of few calls jumps by chance, so each run must also stand out as a
 * whole: by `THRESHOLDS.robustZ` standard deviations of a Poisson count (variance = mean, one added for empty baselines).
 */
export function findFailures(calls: Counted, baselineSamples: number): Departure | null {
  const { counts, errors } = calls
  const ratios = counts.map((count, index) => (count === null || count === 0 ? null : (errors[index] ?? 0) / count))
  const begun = Math.max(
    ratios.findIndex((ratio) => ratio !== null),
    0,
  )
  const isUncalmed = begun >= baselineSamples
  const calm = Math.max(baselineSamples, begun + THRESHOLDS.minSamples)
  if (!isUncalmed && known(ratios.slice(0, calm)).length < THRESHOLDS.minSamples) return null
  const before = isUncalmed ? 0 : totalOf(errors.slice(0, calm)) / Math.max(totalOf(counts.slice(0, calm)), 1)
  const normal = before > THRESHOLDS.neverUsual ? 0 : before
  const isOut = (ratio: number) => ratio > normal * 2 && ratio > normal + THRESHOLDS.errorRatio
  const runs = withoutBlips(longRuns(ratios, isOut).filter((run) => standsOut(run, calls, normal)))
  const failed = runs.reduce((total, run) => total + totalOf(errors.slice(run.first, run.last + 1)), 0)
  const called = runs.reduce((total, run) => total + totalOf(counts.slice(run.first, run.last + 1)), 0)
  const furthest = Math.max(...runs.flatMap((run) => known(ratios.slice(run.first, run.last + 1))))
  return spanOf(runs, { ...calls, values: ratios }, { from: normal, typical: failed / Math.max(called, 1), to: furthest })
}

/** Most of so few calls failed that no step can be compared with another; null where most of them did not, or none is known. */
export function findMostFailed(calls: Counted): Departure | null {
  const [called, failed] = [totalOf(calls.counts), totalOf(calls.errors)]
  const first = calls.errors.findIndex((count) => (count ?? 0) > 0)
  if (first < 0 || failed <= called * THRESHOLDS.neverUsual) return null
  const seenAt = momentAt(calls, first)
  const ratio = failed / called
  const last = calls.errors.findLastIndex((count) => (count ?? 0) > 0)
  return { since: seenAt, seenAt, until: null, from: 0, typical: ratio, to: ratio, first, last }
}

/**
 * Finds where counts left their baseline by more than chance: the total while it lasted must differ from what the baseline lets expect by
 * `THRESHOLDS.robustZ` standard deviations, of which a short baseline has wide ones.
 */
export function findCountDeparture(series: Series, rule: DepartureRule): Departure | null {
  const found = findDeparture(series, rule)
  if (found === null) return null
  const { values } = series
  const begun = values.findIndex((count) => count !== null)
  const calm = known(values.slice(begun, Math.min(Math.max(rule.baselineSamples, begun + THRESHOLDS.minSamples), found.first)))
  const during = known(values.slice(found.first, found.last + 1))
  const expected = (totalOf(calm) / Math.max(calm.length, 1)) * during.length
  const spread = Math.sqrt(Math.max(expected, 1) * (1 + during.length / Math.max(calm.length, 1)))
  return Math.abs(totalOf(during) - expected) > THRESHOLDS.robustZ * spread ? found : null
}

function standsOut(run: Run, calls: Counted, normal: number): boolean {
  const expected = totalOf(calls.counts.slice(run.first, run.last + 1)) * normal
  return (totalOf(calls.errors.slice(run.first, run.last + 1)) - expected) / Math.sqrt(expected + 1) > THRESHOLDS.robustZ
}

/** Of all steps together; steps without data add nothing. */
export function totalOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}
