import type { Evidence } from '../domain/evidence.ts'
import { isHole } from '../domain/holes.ts'
import type { TelemetrySource } from '../domain/reading.ts'
import type { Facts } from './facts.ts'

/**
 * Sources that did not answer whole: denied, failed, damaged or cut short. A source that simply has nothing of a kind is no hole,
 * but it is listed under "not checked".
 */
export function holesIn(facts: Facts): ReadonlySet<TelemetrySource> {
  const all: readonly Evidence[] = Object.values(facts).flat()
  return new Set(all.filter(isHole).map((entry) => entry.source))
}

/** Sources that answered something. Without any of them nothing can be said about health. */
export function answeredSources(facts: Facts): ReadonlySet<TelemetrySource> {
  const all: readonly Evidence[] = Object.values(facts).flat()
  return new Set(all.filter(({ query, reading }) => query.kind !== 'overview' && reading.status === 'ok').map((entry) => entry.source))
}
