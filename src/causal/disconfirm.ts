import type { EvidenceId } from '../domain/evidence.ts'
import type { Query } from '../domain/reading.ts'
import type { TimeWindow } from '../domain/time-window.ts'
import type { Proposal } from './weigh/candidate.ts'
import type { Scene } from './scene/scene.ts'

/** Examples asked for when a mechanism names no read of its own: enough to see whether the victim failed of something else. */
const EXAMPLE_LIMIT = 20
/** Sources without a clock are asked for everything they have. */
export const ALL_TIME: TimeWindow = { start: new Date(0), end: new Date('9999-12-31T00:00:00Z') }

/** The narrow reads that could prove a proposal wrong: the mechanism's own, and what its first victim logged as errors. */
export function disconfirmingQueriesOf(proposal: Proposal, scene: Scene): readonly Query[] {
  const [victim] = proposal.victims
  const entity = victim === undefined ? proposal.entity : scene.graph.unitOf(victim)
  const window = scene.window ?? ALL_TIME
  const fallback: Query = { kind: 'log_examples', entity, window, onlyErrors: true, offset: 0, limit: EXAMPLE_LIMIT }
  return [...proposal.disconfirmingQueries, fallback]
}

/** Ids of the reads among these queries that were made, in order of recording; also those that found nothing. */
export function readsMade(queries: readonly Query[], scene: Scene): readonly EvidenceId[] {
  const wanted = new Set(queries.map((query) => JSON.stringify(query)))
  const all = Object.values(scene.facts).flat()
  return all.filter(({ query }) => wanted.has(JSON.stringify(query))).map(({ id }) => id)
}
