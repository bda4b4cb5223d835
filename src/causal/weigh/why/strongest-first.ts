import type { Signal } from '../../scene/signal.ts'

/** The strongest of each kind at each entity, strongest first; of equally strong ones the earlier read. A chatty source does not fill the list. */
export function strongestFirst(signals: readonly Signal[]): readonly Signal[] {
  const ranked = signals.toSorted((a, b) => b.strength - a.strength)
  return [...new Map(ranked.toReversed().map((signal) => [`${signal.entity} ${signal.kind}`, signal])).values()].toReversed()
}
