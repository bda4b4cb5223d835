import { shiftSeconds } from '../../../domain/time-window.ts'
import type { Symptom } from '../../scene/symptoms/symptom.ts'

/** Clocks of pipeline and telemetry differ, and series are gridded: a symptom this much before the deploy may still follow it. */
const TOLERANCE_SECONDS = 90
/** A measure that departs within this of the deploy departed because of it, if anything did. */
const ALIGNED_SECONDS = 6 * 60
/** What such an alignment counts for: less than an amount that the error names. */
export const ALIGNED = 0.8

/** True when the earliest symptom of the kind is older than the change: whatever began it, this did not. */
export function hasStartedBefore(candidates: readonly Symptom[], shippedAt: Date): boolean {
  const limit = shiftSeconds(shippedAt, -TOLERANCE_SECONDS)
  const timed = candidates.filter((symptom) => symptom.since !== null)
  const early = timed.filter(({ departure, since }) => (departure?.seenAt ?? since ?? limit) < limit)
  return timed.length > 0 && early.length > 0 && (early.some(({ source }) => source === 'metric') || early.length === timed.length)
}

/** `ALIGNED` when a measure that fits departed just after the change was shipped, else 0. */
export function alignment(candidates: readonly Symptom[], shippedAt: Date): number {
  const measured = candidates.filter((symptom) => symptom.departure !== null && symptom.since !== null)
  const delays = measured.map((symptom) => ((symptom.since?.getTime() ?? 0) - shippedAt.getTime()) / 1000)
  return delays.some((delay) => delay >= -TOLERANCE_SECONDS && delay <= ALIGNED_SECONDS) ? ALIGNED : 0
}
