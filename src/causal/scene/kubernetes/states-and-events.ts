import { type EntityId, parseEntity } from '../../../domain/entity.ts'
import type { Citation } from '../../../domain/evidence.ts'
import { earliest } from '../../../domain/time-window.ts'
import { citeFirst, type Held } from '../cite.ts'
import type { Scene, HeldEvent, ObjectVersion } from '../scene.ts'
import { type JsonMap, mapAt, numberAt, isTrue } from './fields.ts'

/** Events and states whose message matches, newest last, without those about objects that are gone. `about`, when given, keeps those of that object. */
export function findEvents(scene: Scene, message: RegExp, about?: EntityId): readonly HeldEvent[] {
  return (about === undefined ? scene.said.all : scene.said.about(about)).filter(({ row }) => message.test(row.message))
}

/** The same, without those whose object has what it wants by now: controllers retry, and a failure that was got over causes nothing. */
export function findLastingEvents(scene: Scene, message: RegExp): readonly HeldEvent[] {
  return findEvents(scene, message).filter(
    ({ row }) => !hasRecovered(row.entity, scene) && !hasRecovered(owningWorkload(row.entity, scene), scene),
  )
}

/** Failures that a workload, or what it owns, still has, in some words. */
export interface Told {
  readonly workload: EntityId
  /** Newest last. */
  readonly events: readonly HeldEvent[]
  readonly last: HeldEvent
  /** Where the newest says so. */
  readonly match: RegExpExecArray
}

/** Lasting failures in these words, by the workload that people edit. */
export function toldOf(scene: Scene, words: RegExp): readonly Told[] {
  const byWorkload = Map.groupBy(findLastingEvents(scene, words), ({ row }) => owningWorkload(row.entity, scene))
  return [...byWorkload].flatMap(([workload, events]) => {
    const last = events.at(-1)
    const match = words.exec(last?.row.message ?? '')
    return last === undefined || match === null ? [] : [{ workload, events, last, match }]
  })
}

/** Quotes the part of an event's message that is given, else all of it. */
export function quoteEvent(event: HeldEvent, fragment = event.row.message): readonly Citation[] {
  return citeFirst(event.record ?? event, [fragment, `message: ${event.row.message}`], {
    role: 'mechanism',
    at: event.row.lastAt ?? event.row.firstAt,
  })
}

/** Quotes a line of the newest state of an object. */
export function quoteState(held: Held<'object_versions'>, ...fragments: readonly string[]): readonly Citation[] {
  return citeFirst(held, fragments, { role: 'mechanism', at: held.row.changedAt })
}

/** First time any of the events was seen; null when none has a time. */
export function firstSeen(events: readonly HeldEvent[]): Date | null {
  return earliest(events.map(({ row }) => row.firstAt))
}

/** Longest chain of owners: a pod, its Job or ReplicaSet, its CronJob or Deployment, and an operator's object above. */
const MAX_OWNERS = 4

/** The object a person would edit: the topmost owner of a pod or ReplicaSet; the entity itself when nothing owns it. */
export function owningWorkload(entity: EntityId, scene: Scene): EntityId {
  let top = entity
  for (let step = 0; step < MAX_OWNERS; step++) {
    const [owner] = scene.graph.to(top, 'owns')
    if (owner === undefined) return top
    top = owner
  }
  return top
}

/** Newest state of an object that still exists; null when it was never observed or is gone. */
export function currentState(entity: EntityId, scene: Scene): ObjectVersion | null {
  const newest = scene.objects.versionsOf(entity).at(-1)
  return newest?.row.isCurrent === true ? newest : null
}

/**
 * True when the newest state shows a workload with every replica it wants, or a pod that is ready: an older failure of it is over.
 * Unknown is false: what was not observed did not recover.
 */
export function hasRecovered(entity: EntityId, scene: Scene): boolean {
  const state = currentState(entity, scene)
  if (state === null) return false
  const { object } = state.row
  if (parseEntity(entity).kind === 'Pod') return isReady(state)
  const wanted = numberAt(object, 'spec', 'replicas') ?? numberAt(object, 'status', 'desiredNumberScheduled')
  const there = readyReplicas(object)
  return wanted !== null && there !== null && wanted > 0 && there >= wanted
}

/**
 * Replicas that are ready; null when nothing says so. Kubernetes leaves out a count of 0: a status that speaks of conditions or of unavailable replicas and
 * not of ready ones says that none is.
 */
function readyReplicas(object: JsonMap): number | null {
  const status = mapAt(object, 'status')
  const said = numberAt(status, 'readyReplicas') ?? numberAt(status, 'numberReady')
  if (said !== null) return said
  return 'conditions' in status || 'unavailableReplicas' in status ? 0 : numberAt(status, 'replicas')
}

/** True when the pod's `Ready` condition is true. */
export function isReady(pod: ObjectVersion): boolean {
  return isTrue(pod.row.object, 'Ready')
}
