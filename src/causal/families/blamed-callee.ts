import type { EntityId } from '../../domain/entity.ts'
import { brokenFlows } from '../scene/broken-flow.ts'
import { rowsHeld, type Held } from '../scene/cite.ts'
import type { Facts } from '../scene/facts.ts'
import type { Scene } from '../scene/scene.ts'
import { isOwnWords, newErrors } from './new-error.ts'
import { family } from './family.ts'
import { quoteLine } from './shared/arguments.ts'
import type { Finding } from './shared/build-proposal.ts'
import { readSpans } from './shared/reads.ts'

type Edge = Held<'call_edges'>

/** A callee that others use at least as much as the service that throws, and without trouble, gave good answers. */
const LEAST_SHARE = 0.6

/**
 * A service that throws without a word of its own may stumble over an answer: the callee that it alone asks, of those that do something with the answer,
 * is named beside it. Ranks callees as spectrum-based fault localisation ranks code, by the share of their use that lies in failing runs
 * (Jones and Harrold, 2005: Tarantula).
 */
export const blamedCallee = family('result_changed', (scene) => {
  const throwing = newErrors(scene)
  const told = new Set(brokenFlows(scene.facts).map(({ service }) => service))
  return [...throwing].flatMap(([unit, patterns]) => {
    const [pattern] = patterns
    if (pattern === undefined || patterns.some(isOwnWords)) return []
    const blamed = onlyAskedBy(unit, new Set(throwing.keys()), scene)
    // Where the callee's own lines break off, they tell what it does instead of a good answer.
    return blamed === null || told.has(blamed) ? [] : [findingFor(blamed, { unit, pattern, scene })]
  })
})

/** The callee whose informed use lies most in this caller; null when all are shared with callers that fare well. */
function onlyAskedBy(unit: EntityId, throwing: ReadonlySet<EntityId>, { facts }: Scene): EntityId | null {
  const edges = rowsHeld(facts, 'call_edges').filter(({ row }) => row.caller !== row.callee)
  const own = edges.filter(({ row }) => row.caller === unit && !throwing.has(row.callee))
  const ranked = own
    .map(({ row }) => ({ callee: row.callee, share: shareOf(row.callee, unit, { edges, facts }), calls: callsIn(row) }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .toSorted((a, b) => b.share - a.share || b.calls - a.calls)
  return ranked[0]?.callee ?? null
}

function shareOf(callee: EntityId, unit: EntityId, { edges, facts }: { readonly edges: readonly Edge[]; readonly facts: Facts }): number {
  const to = edges.filter(({ row }) => row.callee === callee)
  const informed = to.filter(({ row }) => row.caller === unit || usesAnswers(row.caller, edges, facts))
  const all = informed.reduce((sum, { row }) => sum + callsIn(row), 0)
  const own = to.reduce((sum, { row }) => sum + (row.caller === unit ? callsIn(row) : 0), 0)
  return all === 0 ? 0 : own / all
}

/** A gateway passes answers on and stumbles over none; only who is called and asks several works with what it gets. */
function usesAnswers(caller: EntityId, edges: readonly Edge[], facts: Facts): boolean {
  const isCalled = rowsHeld(facts, 'service_calls').some(({ row }) => row.service === caller)
  return isCalled && edges.filter(({ row }) => row.caller === caller).length > 1
}

function callsIn({ counts }: Edge['row']): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}

function findingFor(
  callee: EntityId,
  { unit, pattern, scene }: { readonly unit: EntityId; readonly pattern: Held<'log_patterns'>; readonly scene: Scene },
): Finding {
  const { row } = pattern
  return {
    entity: callee,
    mechanism: 'result_changed',
    since: row.firstAt,
    basis: 'inferred',
    for: [
      {
        text: `${unit} throws without a reason of its own, and of those that work with its answers it alone asks ${callee}`,
        citations: quoteLine(pattern, 'symptom'),
      },
    ],
    victims: [callee],
    effects: ['log_error', 'error_rate', 'traffic_drop'],
    disprovenBy: `${unit} throwing before it asks ${callee}, or a good answer in a request that failed`,
    reads: readSpans(callee, scene),
  }
}
