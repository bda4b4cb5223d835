import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { findEvents, findLastingEvents, firstSeen, quoteEvent } from '../../../../src/causal/scene/kubernetes/event-search.ts'
import { factsOf, minute, version } from '../../../support/facts.ts'
import { event, POD, pod, replicaSet, runningPod, workload } from '../../families/cluster.ts'

const MISSING = 'configmap "prices" not found'
const WAITS = runningPod({ state: { waiting: { reason: 'CreateContainerConfigError', message: MISSING } } })

function sceneOf(objects: Parameters<typeof factsOf>[0]['object_versions'], ...events: readonly ReturnType<typeof event>[]) {
  return buildScene(factsOf({ object_versions: objects ?? [], kubernetes_events: events }))
}

describe('causal/scene/kubernetes/event-search', () => {
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
})
