import type { HazardKind } from '../../../diffs/hazard.ts'
import { EFFECTS } from './effects.ts'
import type { Symptom } from '../../scene/symptoms/symptom.ts'

/** Below this factor a change of traffic is a matter of the hour. */
const LEAST_FACTOR = 2
/** A new client reaches its users within this time (minutes), and clocks differ by the time before it. */
const ARRIVES_MINUTES = { before: 1.5, after: 30 }
/** What was seen at the changed service, and at one that it calls. */
interface Seen {
  readonly own: readonly Symptom[]
  readonly behind: readonly Symptom[]
}

/** True when the load behind rose after the change was shipped while the changed service itself was asked no more than before. */
export function isAmplified(kind: HazardKind, { own, behind }: Seen, shippedAt: Date): boolean {
  return EFFECTS[kind].asksMore === true && risesAfter(behind, shippedAt) && !risesAfter(own, shippedAt)
}

function risesAfter(symptoms: readonly Symptom[], shippedAt: Date): boolean {
  return symptoms.some(
    ({ departure, about, since }) =>
      departure !== null && about.has('traffic') && departure.to >= LEAST_FACTOR * departure.from && isInTime(since, shippedAt),
  )
}

function isInTime(since: Date | null, shippedAt: Date): boolean {
  if (since === null) return false
  const minutes = (since.getTime() - shippedAt.getTime()) / 60_000
  return minutes >= -ARRIVES_MINUTES.before && minutes <= ARRIVES_MINUTES.after
}
