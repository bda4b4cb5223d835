/** A departure that begins with this share of its whole height began at once. */
const STEP_SHARE = 0.25
/** From this share of its height on it has arrived; one that arrives within this share of what is left, or within so many samples, was a step. */
const ARRIVED = 0.8
const RAMP_SHARE = 1 / 4
const STEP_SAMPLES = 3
/** The line is drawn through the first sample that is out and the first at this share of the height. */
const HALF = 0.5

/**
 * How many samples before the first that is out a departure began: a ramp is seen only when it has left the noise, and began where its line, drawn back, meets the
 * baseline. `rest`: from the first sample that is out on. 0 for a step.
 */
export function leadSteps(rest: readonly number[], { from, to }: { readonly from: number; readonly to: number }): number {
  const height = Math.abs(to - from)
  const reaches = (share: number) => rest.findIndex((value) => Math.abs(value - from) >= share * height)
  const first = rest[0] ?? from
  const isRamp = reaches(ARRIVED) > Math.max(STEP_SAMPLES, rest.length * RAMP_SHARE) && Math.abs(first - from) <= STEP_SHARE * height
  const half = reaches(HALF)
  const slope = isRamp && half > 0 ? ((rest[half] ?? to) - first) / half : 0
  return slope === 0 ? 0 : Math.max(0, Math.round((first - from) / slope))
}
