import type { Evidence } from '../domain/evidence.ts'
import { hiddenShare, holeWeight } from '../domain/holes.ts'
import type { TelemetrySource } from '../domain/reading.ts'
import type { Facts } from './facts.ts'

/** How much the largest hole in what was read weighs, 0 (everything was read) to 1 (a source is missing). See docs/decisions/0012. */
export function weightOfHoles(facts: Facts): number {
  const all: readonly Evidence[] = Object.values(facts).flat()
  return holeWeight(all.reduce((largest, entry) => Math.max(largest, hiddenShare(entry)), 0))
}

/** Sources that answered something. Without any of them nothing can be said about health. */
export function answeredSources(facts: Facts): ReadonlySet<TelemetrySource> {
  const all: readonly Evidence[] = Object.values(facts).flat()
  return new Set(all.filter(({ query, reading }) => query.kind !== 'overview' && reading.status === 'ok').map((entry) => entry.source))
}
