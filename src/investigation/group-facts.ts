import type { Facts } from '../causal/scene/cite.ts'
import type { Evidence } from '../domain/evidence.ts'

/** Evidence by kind of query, as the engine takes it. */
export function groupFacts(evidence: readonly Evidence[]): Facts {
  return Object.fromEntries(Map.groupBy(evidence, (entry) => entry.query.kind))
}
