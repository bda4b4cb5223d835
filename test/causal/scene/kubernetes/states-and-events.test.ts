import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import {
  findEvents,
  findLastingEvents,
  firstSeen,
  hasRecovered,
  owningWorkload,
  quoteEvent,
} from '../../../../src/causal/scene/kubernetes/states-and-events.ts'
import { factsOf, minute, version } from '../../../support/facts.ts'
import { event, POD, pod, replicaSet, runningPod, SET, workload, WORKLOAD } from '../../families/cluster.ts'
import type { EntityId } from '../../../../src/domain/entity.ts'

const MISSING = 'configmap "prices" not found'
const WAITS = runningPod({ state: { waiting: { reason: 'CreateContainerConfigError', message: MISSING } } })

function sceneOf(objects: Parameters<typeof factsOf>[0]['object_versions'], ...events: readonly ReturnType<typeof event>[]) {
  return buildScene(factsOf({ object_versions: objects ?? [], kubernetes_events: events }))
}

function recovered(entity: EntityId, object: Readonly<Record<string, unknown>>, shape: Parameters<typeof version>[2] = {}): boolean {
  return hasRecovered(entity, buildScene(factsOf({ object_versions: [version(entity, object, shape)] })))
}

const deployment = (status: Readonly<Record<string, unknown>>, replicas = 2) => recovered(WORKLOAD, { spec: { replicas }, status })

describe('causal/scene/kubernetes/states-and-events', () => {
  it('finds what a state says where the events that said it are gone, and quotes it from the object', () => {
    const [found] = findEvents(sceneOf([WAITS]), /not found/)

    expect(found).toMatchObject({ row: { entity: POD, message: MISSING } })
    expect(found && quoteEvent(found, MISSING)).toEqual([
      expect.objectContaining({ evidenceId: 'E1', locator: 'object_versions#2', quote: expect.stringContaining(MISSING) as string }),
    ])
  })

  it('puts states without a time before events, so that the newest word is that of an event', () => {
    const found = findEvents(sceneOf([WAITS], event(POD, 'Failed', `Error: ${MISSING}`)), /not found/)

    expect(found.map(({ record }) => record !== undefined)).toEqual([true, false])
    expect(firstSeen(found)).toEqual(minute(20))
  })

  it('keeps what was said of one object only when it is asked for that', () => {
    const scene = sceneOf([WAITS], event('shop/Pod/other', 'Failed', MISSING))

    expect(findEvents(scene, /not found/, POD)).toHaveLength(1)
    expect(findEvents(scene, /refused/)).toEqual([])
  })

  it('hears only the newest state of an object, and none of one that is gone', () => {
    const ready = runningPod({}, {}, true)
    const before = { ...WAITS, lastSeenAt: minute(10), isCurrent: false }

    expect(findEvents(sceneOf([before, { ...ready, firstSeenAt: minute(15) }]), /not found/)).toEqual([])
    expect(findEvents(sceneOf([{ ...WAITS, isCurrent: false, lastSeenAt: minute(10) }]), /not found/)).toEqual([])
  })

  it('leaves events out about a pod that was looked for since and is gone', () => {
    const other = version('shop/Pod/other', {})

    expect(findEvents(sceneOf([other], event(POD, 'Failed', MISSING)), /not found/)).toEqual([])
    expect(findEvents(sceneOf([], event(POD, 'Failed', MISSING)), /not found/)).toHaveLength(1)
  })

  it('calls a failure lasting until the pod, or the workload above it, has what it wants', () => {
    const said = event(POD, 'Failed', MISSING)

    expect(findLastingEvents(sceneOf([workload(), replicaSet(), pod()], said), /not found/)).toHaveLength(1)
    expect(findLastingEvents(sceneOf([workload({}, 1), replicaSet(), pod()], said), /not found/)).toEqual([])
    expect(findLastingEvents(sceneOf([workload(), replicaSet(), runningPod({}, {}, true)], said), /not found/)).toEqual([])
  })

  it('finds the topmost owner, and the object itself where nothing owns it', () => {
    const scene = buildScene(factsOf({ object_versions: [workload(), replicaSet(), pod()] }))

    expect([POD, SET, WORKLOAD].map((entity) => owningWorkload(entity as EntityId, scene))).toEqual([WORKLOAD, WORKLOAD, WORKLOAD])
    expect(owningWorkload('shop/Pod/alone', scene)).toBe('shop/Pod/alone')
  })

  it('takes a workload for recovered when every replica that it wants is ready', () => {
    expect(deployment({ replicas: 2, readyReplicas: 2 })).toBe(true)
    expect(deployment({ replicas: 2, readyReplicas: 1 })).toBe(false)
    expect(recovered('shop/DaemonSet/agent', { status: { desiredNumberScheduled: 3, numberReady: 3 } })).toBe(true)
  })

  it('counts none ready where Kubernetes leaves the count out', () => {
    expect(deployment({ replicas: 2, unavailableReplicas: 2 })).toBe(false)
    expect(deployment({ replicas: 2, conditions: [] })).toBe(false)
    expect(recovered('shop/DaemonSet/agent', { status: { desiredNumberScheduled: 3, conditions: [] } })).toBe(false)
  })

  it('believes the replicas of a source that records no more of a status than them', () => {
    expect(deployment({ replicas: 2 })).toBe(true)
  })

  it('takes nothing for recovered that wants no replica, was not observed, says nothing or is gone', () => {
    expect(deployment({ replicas: 0, readyReplicas: 0 }, 0)).toBe(false)
    expect(deployment({})).toBe(false)
    expect(hasRecovered('shop/Deployment/other', buildScene(factsOf({ object_versions: [workload({}, 1)] })))).toBe(false)
    expect(recovered(WORKLOAD, { spec: { replicas: 1 }, status: { readyReplicas: 1 } }, { isCurrent: false })).toBe(false)
  })

  it('takes a pod for recovered when it is ready', () => {
    const ready = (status: string) => recovered(POD, { status: { conditions: [{ type: 'Ready', status }] } })

    expect(ready('True')).toBe(true)
    expect(ready('False')).toBe(false)
    expect(recovered(POD, { status: { phase: 'Running' } })).toBe(false)
  })
})
