/** Makes the median absolute deviation comparable with a standard deviation for normal data (Iglewicz and Hoaglin, 1993). */
const MAD_TO_SIGMA = 1.4826

/** The middle value; `null` for no values. The order of the input does not matter and is kept. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

export interface Baseline {
  readonly center: number
  /** Robust standard deviation, never below `floor`. */
  readonly spread: number
}

/**
 * Describes what was normal by median and median absolute deviation, which a few outliers cannot move. `floor`: smallest spread
 * that counts, in the unit of the values, so that a constant series does not turn noise into alarms. `null` for no values.
 */
export function baselineOf(values: readonly number[], floor: number): Baseline | null {
  const center = median(values)
  if (center === null) return null
  const deviation = median(values.map((value) => Math.abs(value - center))) ?? 0
  return { center, spread: Math.max(deviation * MAD_TO_SIGMA, floor) }
}

/** Robust z-score, dimensionless, sign kept. */
export function robustZ(value: number, baseline: Baseline): number {
  return (value - baseline.center) / baseline.spread
}

/** Numbers only, in order; `null` ("no data") is left out, never read as zero. */
export function known(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value): value is number => value !== null && Number.isFinite(value))
}
