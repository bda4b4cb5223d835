import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { citeSamples } from '../scene/cite-samples.ts'
import { rowsHeld, type Held } from '../scene/cite.ts'
import { calmUntil } from '../scene/onset.ts'
import type { Scene } from '../scene/scene.ts'
import { skippedWork, type SkippedWork } from '../scene/skipped-work.ts'
import { family } from './family.ts'
import type { Finding } from './shared/build-proposal.ts'
import { readSpans } from './shared/reads.ts'

/** Callees named beside the service that stops: more would be a list of its dependencies. */
const MAX_CALLEES = 1
const MAX_ARGUMENTS = 3
/** Shares of work kept that differ by less are the same share. */
const SAME_SHARE = 0.05

/**
 * A service that ends its requests before work that each of them used to do, while what it calls still does all of its own: its code answers otherwise
 * than it did. What it had asked just before may have given it the answer it stops at, so those callees stand beside it.
 */
export const skippedWorkFound = family('result_changed', (scene) => {
  const found = skippedWork(scene.facts, calmUntil(scene.facts, scene.window))
  return [...Map.groupBy(found, ({ service }) => service)].flatMap(([service, works]) => [
    findingFor(service, argumentsFor(works), { scene, works }),
    ...askedBefore(service, works, scene).map((edge) => findingFor(edge.row.callee, afterAsking(edge, works), { scene, works })),
  ])
})

function argumentsFor(works: readonly SkippedWork[]): readonly Argument[] {
  return works.slice(0, MAX_ARGUMENTS).map((one) => ({
    text: `${one.requests - one.done} of ${one.requests} requests to ${one.service} end before ${one.what}, which each of them did before`,
    citations: citeSamples(one.held, one.field, one.index),
  }))
}

function afterAsking(edge: Held<'call_edges'>, works: readonly SkippedWork[]): readonly Argument[] {
  const { caller, callee } = edge.row
  const index = works[0]?.index ?? 0
  return [
    { text: `requests to ${caller} end early, after it asked ${callee}`, citations: citeSamples(edge, 'counts', index) },
    ...argumentsFor(works.slice(0, 1)),
  ]
}

/**
 * Callees that the service still asks, those whose own calls fell furthest first: callers that stop at an answer do not come to ask again.
 * A callee that is itself skipped comes after the stop.
 */
function askedBefore(service: EntityId, works: readonly SkippedWork[], { facts }: Scene): readonly Held<'call_edges'>[] {
  const skipped = new Set(works.flatMap(({ callee }) => callee ?? []))
  const [first] = works
  if (first === undefined) return []
  const edges = rowsHeld(facts, 'call_edges').filter(
    ({ row }) => row.caller === service && row.callee !== service && !skipped.has(row.callee),
  )
  const asked = edges.filter((edge) => sumOf(edge.row.counts.slice(first.index)) > 0 && !isSkippedToo(edge, first, facts))
  const kept = (edge: Held<'call_edges'>) => shareKept(edge.row.callee, first, facts)
  return asked.toSorted((a, b) => kept(a) - kept(b)).slice(0, MAX_CALLEES)
}

/** Asked several times by each request that goes on, and by none that stops: as many calls are missing as requests end early. */
function isSkippedToo({ row }: Held<'call_edges'>, first: SkippedWork, facts: Scene['facts']): boolean {
  const served = rowsHeld(facts, 'service_calls').find((held) => held.row.service === first.service)?.row
  const before = {
    calls: row.usual?.count ?? sumOf(row.counts.slice(0, first.index)),
    requests: served?.usual?.count ?? sumOf(served?.counts.slice(0, first.index) ?? []),
  }
  if (before.calls === 0 || before.requests === 0) return false
  const kept = sumOf(row.counts.slice(first.index)) / first.requests / (before.calls / before.requests)
  return Math.abs(kept - first.done / first.requests) <= SAME_SHARE
}

/** Calls a step to a service now, as a share of what they were; 1 where nothing says what they were. */
function shareKept(callee: EntityId, { index }: SkippedWork, facts: Scene['facts']): number {
  const row = rowsHeld(facts, 'service_calls').find((held) => held.row.service === callee)?.row
  if (row === undefined) return 1
  const now = meanOf(row.counts.slice(index))
  const before = row.usual?.count ?? meanOf(row.counts.slice(0, index))
  return before > 0 ? now / before : 1
}

function meanOf(counts: readonly (number | null)[]): number {
  return sumOf(counts) / Math.max(counts.filter((count) => count !== null).length, 1)
}

function sumOf(counts: readonly (number | null)[]): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}

function findingFor(
  entity: EntityId,
  reasons: readonly Argument[],
  { scene, works }: { readonly scene: Scene; readonly works: readonly SkippedWork[] },
): Finding {
  return {
    entity,
    mechanism: 'result_changed',
    since: works[0]?.since ?? null,
    basis: 'inferred',
    for: reasons,
    victims: [entity],
    effects: ['error_rate', 'log_error', 'traffic_drop'],
    disprovenBy: `requests to ${entity} that are of another kind than before, so that they need less work`,
    reads: readSpans(entity, scene),
  }
}
