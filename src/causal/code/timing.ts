import { shiftSeconds } from '../../domain/time-window.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import type { Effect } from './effects/effect.ts'

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

/** How well the delay from the deploy to the first symptom fits the pace of the effect, 0 to 1. Symptoms ascend by time; without times 0.7. */
export function timeFit(pace: Effect['pace'], candidates: readonly Symptom[], shippedAt: Date): number {
  const first = candidates.map(({ since }) => since).find((since) => since !== null)
  if (first === undefined || first === null) return 0.7
  const delayMinutes = (first.getTime() - shippedAt.getTime()) / 60_000
  switch (pace) {
    case 'at_once':
      return delayMinutes <= 15 ? 1 : delayMinutes <= 60 ? 0.85 : 0.65
    case 'under_load':
      return delayMinutes <= 60 ? 1 : 0.9
    case 'builds_up':
      return delayMinutes <= 240 ? 1 : 0.9
  }
}

/** Near 1 (`ALIGNED`) when a measure that fits departed just after the change was shipped. */
export function alignment(candidates: readonly Symptom[], shippedAt: Date): number {
  const measured = candidates.filter((symptom) => symptom.departure !== null && symptom.since !== null)
  const delays = measured.map((symptom) => ((symptom.since?.getTime() ?? 0) - shippedAt.getTime()) / 1000)
  if (delays.some((delay) => delay >= -TOLERANCE_SECONDS && delay <= ALIGNED_SECONDS)) return ALIGNED
  return delays.some((delay) => delay > 0 && delay <= 2 * ALIGNED_SECONDS) ? 0.4 : 0
}
