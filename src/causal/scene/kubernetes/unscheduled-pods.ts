import type { EntityId } from '../../../domain/entity.ts'
import { rowsHeld } from '../cite.ts'
import { perObject } from '../per-object.ts'
import { textAt, conditionOf } from './fields.ts'
import type { ObjectVersion, Scene, HeldEvent } from '../scene.ts'
import { currentState } from './states-and-events.ts'
import { isGoneSince, saidByState, timeSaid } from './said.ts'

/** Reason of the condition `PodScheduled` (kube-scheduler). */
const UNSCHEDULABLE = 'Unschedulable'

/** A pod without a node, with what the scheduler last said about it. */
export interface UnscheduledPod {
  readonly entity: EntityId
  readonly state: ObjectVersion | null
  /** The newest FailedScheduling event, or the condition in which the pod keeps what it said; null when the scheduler said nothing. */
  readonly refusal: HeldEvent | null
  readonly clauses: readonly Clause[]
  readonly since: Date | null
}

/** Every pod that has no node now: pending in its newest state, or (never observed as an object) last refused and not placed since. */
export const findUnscheduledPods = perObject((scene: Scene): readonly UnscheduledPod[] => {
  const events = Map.groupBy(rowsHeld(scene.facts, 'kubernetes_events'), ({ row }) => row.entity)
  const pending = scene.objects.current('Pod').flatMap((pod) => (isUnscheduled(pod) ? [pod.row.entity] : []))
  const refused = [...events].filter(([, rows]) => rows.some(isRefusal)).map(([entity]) => entity)
  const unseen = refused.filter((entity) => currentState(entity, scene) === null && !isOver(entity, events.get(entity) ?? [], scene))
  return [...new Set([...pending, ...unseen])].map((entity) => describe(entity, events.get(entity) ?? [], scene))
})

/** True when the newest state shows that no scheduler has looked at the pod: it then has not even the condition `PodScheduled`. */
export function isUnseenByScheduler(pod: UnscheduledPod): boolean {
  return pod.state !== null && pod.refusal === null && conditionOf(pod.state.row.object, 'PodScheduled') === undefined
}

function isUnscheduled({ row }: ObjectVersion): boolean {
  return textAt(row.object, 'spec', 'nodeName') === null && textAt(row.object, 'status', 'phase') === 'Pending'
}

function isRefusal({ row }: HeldEvent): boolean {
  return row.reason === 'FailedScheduling'
}

/** Placed since, or gone since. */
function isOver(entity: EntityId, events: readonly HeldEvent[], scene: Scene): boolean {
  return (
    events.some(({ row }) => row.reason === 'Scheduled') ||
    events.every(({ row }) => isGoneSince(entity, row.lastAt ?? row.firstAt, scene.objects))
  )
}

function describe(entity: EntityId, events: readonly HeldEvent[], scene: Scene): UnscheduledPod {
  const refusals = events.filter(isRefusal).toSorted((a, b) => timeSaid(a) - timeSaid(b))
  const state = currentState(entity, scene)
  const refusal = refusals.at(-1) ?? (state === null ? null : keptIn(state))
  const since = (refusals[0] ?? refusal)?.row.firstAt ?? null
  return { entity, state, refusal, clauses: refusal === null ? [] : readSchedulingMessage(refusal.row.message), since }
}

/** Events are kept for an hour, and the condition `PodScheduled` for as long as the pod waits. */
function keptIn(state: ObjectVersion): HeldEvent | null {
  const said = saidByState(state).find(({ reason }) => reason === UNSCHEDULABLE)
  return said === undefined ? null : { evidenceId: state.evidenceId, row: said, record: state }
}

/** Why the scheduler passes over nodes. `other` covers ports, extenders and what newer versions add. */
export type Obstacle =
  | 'cordoned'
  | 'selector_or_affinity'
  | 'anti_affinity'
  | 'pod_affinity'
  | 'topology_spread'
  | 'taint'
  | 'node_broken'
  | 'cpu'
  | 'memory'
  | 'resource'
  | 'pods'
  | 'volume'
  | 'claim_missing'
  | 'claim_unbound'
  | 'other'

/** One clause of a FailedScheduling message: why, for how many nodes (null when the clause concerns the pod), and its words. */
export interface Clause {
  readonly obstacle: Obstacle
  readonly nodes: number | null
  readonly text: string
}

/**
 * Wordings of the filter plugins, first match wins. Source: pkg/scheduler/framework/plugins (before 1.19
 * pkg/scheduler/algorithm/predicates), versions 1.13 to 1.34; where a wording changed, both are here.
 */
const WORDINGS: readonly (readonly [RegExp, Obstacle])[] = [
  [/taint.{0,200}node\.kubernetes\.io\/unschedulable/, 'cordoned'],
  // Put on nodes by the node controller when the node itself is ill (TaintNodesByCondition).
  [
    /taint.{0,200}node\.kubernetes\.io\/(?:not-ready|unreachable|disk-pressure|memory-pressure|pid-pressure|network-unavailable)/,
    'node_broken',
  ],
  [/(?:were|was) (?:not ready|out of disk)|had (?:disk|memory|pid) pressure|(?:had|have) unknown condition/i, 'node_broken'],
  [/taint/, 'taint'],
  [/(?:were|was) unschedulable/, 'cordoned'],
  [/anti-affinity rules|existing pods anti-?affinity/i, 'anti_affinity'],
  [/pod affinity\/anti-affinity/, 'anti_affinity'],
  [/pod affinity rules/, 'pod_affinity'],
  [/topology spread constraints/, 'topology_spread'],
  [/volume node affinity|didn't find available persistent volumes|(?:exceed|node) max volume count|no available volume zone/i, 'volume'],
  [
    /node\(s\) didn't match (?:Pod's )?(?:node (?:affinity|selector)|node affinity\/selector)|didn't match node selector|MatchNodeSelector/i,
    'selector_or_affinity',
  ],
  [/Insufficient cpu/i, 'cpu'],
  [/Insufficient memory/i, 'memory'],
  [/Insufficient pods|Too many pods/i, 'pods'],
  [/Insufficient \S+/i, 'resource'],
  [/unbound (?:immediate )?PersistentVolumeClaims?/i, 'claim_unbound'],
  [/persistentvolumeclaim "?[^"\s]+"? (?:not found|is being deleted|bound to non-existent)/i, 'claim_missing'],
]

/** Everything after this word says which pods could make room, not what is in the way. */
const PREEMPTION = /(?<!\s)\s*preemption:[\s\S]*/i
/** `0/4 nodes are available: …` before 1.31 and since. */
const HEAD = /^\d+\/\d+ nodes are available:\s*/

/** The clauses of a FailedScheduling message in printed order; empty for a text that is none. Never throws. */
export function readSchedulingMessage(message: string): Clause[] {
  const body = message.replace(PREEMPTION, '').replace(HEAD, '')
  const clauses = body.replace(/\.\s*$/, '').split(/,\s+(?=\d+ )|\.\s+(?=\d+ )/)
  return clauses.flatMap((text) => (text.trim() === '' ? [] : [readClause(text.trim())]))
}

function readClause(text: string): Clause {
  const count = /^(\d+) /.exec(text)?.[1]
  return {
    obstacle: WORDINGS.find(([wording]) => wording.test(text))?.[1] ?? 'other',
    nodes: count === undefined ? null : Number(count),
    text,
  }
}
