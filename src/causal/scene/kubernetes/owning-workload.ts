import { type EntityId, parseEntity } from '../../../domain/entity.ts'
import { type JsonMap, mapAt, numberAt } from '../json.ts'
import type { ObjectVersion } from '../object-history.ts'
import type { Scene } from '../scene.ts'
import { isTrue } from './workload.ts'

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
