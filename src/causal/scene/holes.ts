import type { Evidence } from '../../domain/evidence.ts'
import { CAPPING_SHARE, hiddenShare, holeWeight } from '../../domain/holes.ts'
import { rowsOf, type TelemetrySource } from '../../domain/reading.ts'
import type { Facts } from './cite.ts'

/** How much the largest hole in what was read weighs, 0 (everything was read) to 1 (a source is missing). See docs/decisions/0012. */
export function weightOfHoles(facts: Facts): number {
  const all: readonly Evidence[] = Object.values(facts).flat()
  return holeWeight(all.reduce((largest, entry) => Math.max(largest, hiddenShare(entry)), 0))
}

/** True when so much could not be read that neither a cause is called verified nor a system well. See docs/decisions/0012. */
export function hidesMuch(facts: Facts): boolean {
  const all: readonly Evidence[] = Object.values(facts).flat()
  return all.some((entry) => hiddenShare(entry) >= CAPPING_SHARE)
}

/** Sources that answered something. Without any of them nothing can be said about health. */
export function answeredSources(facts: Facts): ReadonlySet<TelemetrySource> {
  const all: readonly Evidence[] = Object.values(facts).flat()
  return new Set(
    all.filter(({ query, reading }) => query.kind !== 'overview' && rowsOf<unknown>(reading).length > 0).map((entry) => entry.source),
  )
}
