import { CLUSTER_SCOPE, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Graph } from '../scene/scene.ts'
import type { SymptomKind } from '../scene/symptoms/symptom.ts'

/**
 * How a unit is hurt by a fault: it is where the fault bites, it lies in the namespace where it bites, it waits on such a unit, or it only loses (or
 * gets) traffic.
 */
export type Reached = 'victim' | 'namespace' | 'caller' | 'callee'

export interface Reach {
  /** How the entity's unit is reached; null when it is not. */
  of(entity: EntityId): Reached | null
  /** Units from the nearest victim to the given one, both included; empty when it is not reached. */
  pathTo(entity: EntityId): readonly EntityId[]
}

/** Longest chain of calls that is followed; real call graphs are shallower, and a cycle must end. */
const MAX_HOPS = 12

/** What a failing or slow callee does to those that wait for it. */
const CALLER_KINDS: ReadonlySet<SymptomKind> = new Set([
  'error_rate',
  'latency',
  'log_error',
  'traffic_drop',
  'traffic_surge',
  'unreachable',
  'workload_unready',
  'container_restart',
  'saturation',
])
/** What silence or slowness upstream does to those that are called less. */
const CALLEE_KINDS: ReadonlySet<SymptomKind> = new Set(['traffic_drop'])
/** What a flood does to everything behind the flooded. */
const FLOOD_KINDS: ReadonlySet<SymptomKind> = new Set([
  'traffic_surge',
  'latency',
  'error_rate',
  'saturation',
  'throttling',
  'log_error',
  'container_restart',
  'cost',
])

/** True when a symptom of this kind, at a unit reached this way, is what the fault would do there. */
export function wouldShow(kind: SymptomKind, reached: Reached, effects: readonly SymptomKind[]): boolean {
  if (reached === 'victim') return true
  // A namespace holds everybody; only what the fault predicts may be laid at its door.
  if (reached === 'namespace') return effects.includes(kind)
  if (reached === 'caller') return CALLER_KINDS.has(kind)
  return CALLEE_KINDS.has(kind) || (effects.includes('traffic_surge') && FLOOD_KINDS.has(kind))
}

/** Follows a fault from its victims: to everything that waits on them, then to everything that those call less (or flood). */
export function reachFrom(graph: Graph, victims: readonly EntityId[]): Reach {
  const units = [...new Set(victims.flatMap((victim) => expand(graph, victim)))]
  const previous = new Map<EntityId, EntityId | null>(units.map((unit) => [unit, null]))
  const kinds = new Map<EntityId, Reached>(units.map((unit) => [unit, 'victim']))
  const namespaces = new Set(victims.filter((victim) => parseEntity(victim).kind === 'Namespace').map((victim) => parseEntity(victim).name))
  walk([...kinds.keys()], { previous, kinds, as: 'caller', next: (unit) => graph.to(unit, 'calls') })
  walk([...kinds.keys()], { previous, kinds, as: 'callee', next: (unit) => graph.from(unit, 'calls') })
  return {
    of: (entity) => kinds.get(graph.unitOf(entity)) ?? kinds.get(entity) ?? (namespaces.has(scopeOf(entity)) ? 'namespace' : null),
    pathTo: (entity) => pathBack(graph.unitOf(entity), previous),
  }
}

/** A namespace is written `_cluster/Namespace/shop`; what is said about it concerns scope `shop`. */
function scopeOf(entity: EntityId): string {
  const { scope, kind, name } = parseEntity(entity)
  return kind === 'Namespace' && scope === CLUSTER_SCOPE ? name : scope
}

/** A node's fault bites at the units of the pods that run there. */
function expand(graph: Graph, victim: EntityId): readonly EntityId[] {
  const pods = graph.from(victim, 'runs')
  return pods.length > 0 ? [victim, ...pods.map((pod) => graph.unitOf(pod))] : [graph.unitOf(victim)]
}

interface Walk {
  readonly previous: Map<EntityId, EntityId | null>
  readonly kinds: Map<EntityId, Reached>
  readonly as: Reached
  readonly next: (unit: EntityId) => readonly EntityId[]
}

function walk(start: readonly EntityId[], how: Walk): void {
  let front = start
  for (let hop = 0; hop < MAX_HOPS && front.length > 0; hop++) {
    front = front.flatMap((unit) => how.next(unit).filter((neighbour) => visit(neighbour, unit, how)))
  }
}

function visit(unit: EntityId, from: EntityId, how: Walk): boolean {
  if (how.kinds.has(unit)) return false
  how.kinds.set(unit, how.as)
  how.previous.set(unit, from)
  return true
}

function pathBack(unit: EntityId, previous: ReadonlyMap<EntityId, EntityId | null>): readonly EntityId[] {
  const path: EntityId[] = []
  const first = previous.has(unit) ? unit : null
  for (let at: EntityId | null = first; at !== null && path.length <= MAX_HOPS * 2; at = previous.get(at) ?? null) path.unshift(at)
  return path
}
