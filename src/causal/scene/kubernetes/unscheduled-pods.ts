import type { EntityId } from '../../../domain/entity.ts'
import { rowsHeld } from '../cite.ts'
import { textAt } from '../json.ts'
import type { ObjectVersion } from '../object-history.ts'
import type { Scene } from '../scene.ts'
import type { HeldEvent } from './event-search.ts'
import { currentState } from './owning-workload.ts'
import { isGoneSince } from './said.ts'
import { saidByState } from './said.ts'
import { readSchedulingMessage, type Clause } from './scheduling-message.ts'
import { conditionOf } from './workload.ts'

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
export function findUnscheduledPods(scene: Scene): readonly UnscheduledPod[] {
  const events = Map.groupBy(rowsHeld(scene.facts, 'kubernetes_events'), ({ row }) => row.entity)
  const pending = scene.objects
    .current('Pod')
    .filter(isUnscheduled)
    .map(({ row }) => row.entity)
  const refused = [...events].filter(([, rows]) => rows.some(isRefusal)).map(([entity]) => entity)
  const unseen = refused.filter((entity) => currentState(entity, scene) === null && !isOver(entity, events.get(entity) ?? [], scene))
  return [...new Set([...pending, ...unseen])].map((entity) => describe(entity, events.get(entity) ?? [], scene))
}

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
  const refusals = events.filter(isRefusal).toSorted((a, b) => timeOf(a) - timeOf(b))
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

function timeOf({ row }: HeldEvent): number {
  return (row.lastAt ?? row.firstAt)?.getTime() ?? 0
}
