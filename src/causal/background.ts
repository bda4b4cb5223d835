import type { EntityId } from '../domain/entity.ts'
import type { Graph } from './graph.ts'
import type { Signal } from './signal.ts'

/** A signal this long before onset began without relation to it, unless its unit goes on to show more. */
const EARLY_SECONDS = 8 * 60

/**
 * Marks what was there before the incident as background: signals that began well before onset at a unit that shows nothing new afterwards, and signals that
 * had ended before it. Such noise is kept for display and never explained. Without an onset nothing can be told apart and all stays.
 */
export function settleBackground(signals: readonly Signal[], onset: Date | null, graph: Graph): readonly Signal[] {
  if (onset === null) return signals
  const earliest = onset.getTime() - EARLY_SECONDS * 1000
  const fresh = new Set<EntityId>()
  for (const { since, isBackground, entity } of signals)
    if (!isBackground && since !== null && since.getTime() >= earliest) fresh.add(graph.unitOf(entity))
  return signals.map((signal) => (isOlder(signal, { earliest, onset, fresh, graph }) ? { ...signal, isBackground: true } : signal))
}

interface Settling {
  readonly earliest: number
  readonly onset: Date
  readonly fresh: ReadonlySet<EntityId>
  readonly graph: Graph
}

function isOlder({ since, until, entity }: Signal, { earliest, onset, fresh, graph }: Settling): boolean {
  if (until !== null && until < onset) return true
  return since !== null && since.getTime() < earliest && !fresh.has(graph.unitOf(entity))
}
