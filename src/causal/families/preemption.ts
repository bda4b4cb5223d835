import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { numberAt, textAt, timeAt, podSpec } from '../scene/kubernetes/fields.ts'
import { quoteEvent, quoteState, owningWorkload } from '../scene/kubernetes/states-and-events.ts'
import { judgeNode, type NodeFit } from '../scene/kubernetes/node-fit.ts'
import { findUnscheduledPods, type UnscheduledPod } from '../scene/kubernetes/unscheduled-pods.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, type Finding, WORKLOAD_DOWN, because } from './family.ts'
import { revertConfig } from './shared/remedies.ts'

/** `Preempted by pod <uid> on node n` or, in older clusters, `Preempted by ns/pod on node n` (kube-scheduler, preemption). */
const BY_UID = /Preempted by (?:a )?pod ([0-9a-f-]{36})/i
const BY_NAME = /Preempted by ([a-z0-9-]+)\/([a-z0-9.-]+) on node/i

/** The one that is pushed off is made anew, and refused, within this long. */
const PUSH_SECONDS = 60

/** A pod was pushed off its node by one of higher priority: what made that one is the cause. */
interface Push {
  readonly by: EntityId
  readonly victim: EntityId
  readonly at: Date | null
  readonly told: Argument
}

/** Pods of higher priority that pushed others off their nodes: an event says so, or, when nobody kept it, the room that one took when the other lost its place. */
export const preemption = family('preempted_by_priority', (scene) => {
  const recorded = rowsHeld(scene.facts, 'kubernetes_events').flatMap((held) => recordedPush(held, scene))
  const pushes = recorded.length > 0 ? recorded : findUnscheduledPods(scene).flatMap((pod) => concludedPush(pod, scene))
  const byOwner = Map.groupBy(pushes, ({ by }) => owningWorkload(by, scene))
  return [...byOwner].map(([owner, own]) => findingFor(owner, own, recorded.length > 0 ? 'witnessed' : 'changed'))
})

function recordedPush(held: Held<'kubernetes_events'>, scene: Scene): readonly Push[] {
  const { entity, reason, message, firstAt, lastAt } = held.row
  const by = reason === 'Preempted' ? pusherOf(message, scene) : null
  if (by === null) return []
  const at = firstAt ?? lastAt
  const citations = citeFirst(held, [`message: ${message}`], { role: 'mechanism', at })
  return [{ by, victim: entity, at, told: because(`pushed ${parseEntity(entity).name} off its node`, citations) }]
}

function pusherOf(message: string, scene: Scene): EntityId | null {
  const [, scope, name] = BY_NAME.exec(message) ?? []
  if (scope !== undefined && name !== undefined) return formatEntity(scope, 'Pod', name)
  const uid = BY_UID.exec(message)?.[1]
  if (uid === undefined) return null
  return scene.objects.current('Pod').find(({ row }) => textAt(row.object, 'metadata', 'uid') === uid)?.row.entity ?? null
}

/** A pod that came when the other began to wait, of higher priority, on a node that the other asks for and that lacks only room. */
function concludedPush({ entity, state, since, refusal }: UnscheduledPod, scene: Scene): readonly Push[] {
  if (state === null || since === null || refusal === null || !/insufficient/i.test(refusal.row.message)) return []
  const spec = podSpec(state.row.object)
  const open = new Set(scene.objects.current('Node').flatMap(({ row }) => (isOpenTo(judgeNode(spec, row.object)) ? [row.entity] : [])))
  return scene.objects.current('Pod').flatMap((other) => {
    const at = timeAt(other.row.object, 'metadata', 'creationTimestamp')
    const isBefore = at !== null && at <= since && at >= shiftSeconds(since, -PUSH_SECONDS)
    const isAbove = priorityOf(other) > priorityOf(state) && scene.graph.to(other.row.entity, 'runs').some((node) => open.has(node))
    if (!isBefore || !isAbove) return []
    const text = `came with a higher priority when ${parseEntity(entity).name} lost its place`
    const priority = quoteState(other, `priority: ${priorityOf(other)}`)
    return [{ by: other.row.entity, victim: entity, at, told: because(text, priority, quoteEvent(refusal, refusal.row.message)) }]
  })
}

function isOpenTo({ isCordoned, matchesSelector, matchesAffinity, untolerated }: NodeFit): boolean {
  return !isCordoned && matchesSelector && matchesAffinity && untolerated.length === 0
}

function priorityOf({ row }: ObjectVersion): number {
  return numberAt(row.object, 'spec', 'priority') ?? 0
}

function findingFor(owner: EntityId, pushes: readonly Push[], basis: Finding['basis']): Finding {
  return {
    entity: owner,
    mechanism: 'preempted_by_priority',
    since: earliest(pushes.map(({ at }) => at)),
    basis,
    for: pushes.map(({ told }) => told).slice(0, 3),
    victims: pushes.map(({ victim }) => victim),
    effects: ['latency', ...WORKLOAD_DOWN],
    musts: ['pod_pending'],
    disprovenBy: 'room on another node for the pods that were pushed off',
    remedy: revertConfig(owner),
  }
}
