/** How long changes take to show: an exponential density over the stretched delay, of which one number tells everything. */
export interface DelayShape {
  /** Mean of the stretched delays. */
  readonly mean: number
}

/** Minutes on a scale that is plain near 0 and logarithmic far out, because hours differ less than minutes; what came after its symptom counts as at once. */
function stretched(minutes: number): number {
  return Math.asinh(Math.max(0, minutes))
}

/** Logarithm of the density of a delay, less that of none: 0 or less. */
export function delayDensity(minutes: number, { mean }: DelayShape): number {
  return -stretched(minutes) / mean + 0
}

/** The shape under which these delays (minutes) are most likely. Throws for no delays, or only such as took no time: then nothing can be told. */
export function delayShape(delays: readonly number[]): DelayShape {
  const mean = delays.reduce((sum, delay) => sum + stretched(delay), 0) / delays.length
  if (!(mean > 0)) throw new RangeError('no delay to fit')
  return { mean }
}
