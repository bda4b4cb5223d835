import type { Symptom } from '../scene/symptoms/symptom.ts'
import type { Hazard, HazardKind } from './hazard.ts'

/** Below this factor a change of traffic is a matter of the hour. */
const LEAST_FACTOR = 2
/** Traffic follows a setting closely, but not all of it comes from there: it may differ from the factor by this share. */
const TOLERANCE_RATIO = 0.25
/** A new client reaches its users within this time (minutes), and clocks differ by the time before it. */
const ARRIVES_MINUTES = { before: 1.5, after: 30 }

/**
 * True when one of the symptoms is a traffic measure that, after the change was shipped, moved by the factor by which the change
 * shortened an interval or widened a share: the dose and its response. Without two positive amounts there is no factor, and nothing fits.
 */
export function isDosed({ kind, amounts }: Hazard, symptoms: readonly Symptom[], shippedAt: Date): boolean {
  if (amounts === null || !amounts.from || !amounts.to || amounts.to < 0) return false
  const factor = factorOf(kind, amounts.from, amounts.to)
  if (factor < LEAST_FACTOR) return false
  return symptoms.some(({ departure, about, since }) => {
    if (departure === null || departure.from <= 0 || !about.has('traffic')) return false
    return isInTime(since, shippedAt) && Math.abs(departure.to / departure.from / factor - 1) <= TOLERANCE_RATIO
  })
}

/** What makes a service ask more of those behind it for the same work. */
const MULTIPLIES: ReadonlySet<HazardKind> = new Set([
  'work_in_loop',
  'batching_removed',
  'retry_raised',
  'resilience_removed',
  'cache_weakened',
  'schedule_changed',
  'exposure_raised',
])

/** True when the load behind rose after the change was shipped while the changed service itself was asked no more than before. */
export function isAmplified(
  { kind }: Hazard,
  seen: { readonly own: readonly Symptom[]; readonly behind: readonly Symptom[] },
  shippedAt: Date,
): boolean {
  return MULTIPLIES.has(kind) && risesAfter(seen.behind, shippedAt) && !risesAfter(seen.own, shippedAt)
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

/** By how much the traffic behind should grow: with each share of the users that is added, with each interval that is shortened. */
function factorOf(kind: Hazard['kind'], from: number, to: number): number {
  if (kind === 'schedule_changed') return from / to
  return kind === 'exposure_raised' ? to / from : 0
}
