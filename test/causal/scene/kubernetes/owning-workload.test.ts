import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { hasRecovered, owningWorkload } from '../../../../src/causal/scene/kubernetes/owning-workload.ts'
import type { EntityId } from '../../../../src/domain/entity.ts'
import { factsOf, version } from '../../../support/facts.ts'
import { pod, POD, replicaSet, SET, workload, WORKLOAD } from '../../families/cluster.ts'

function recovered(entity: EntityId, object: Readonly<Record<string, unknown>>, shape: Parameters<typeof version>[2] = {}): boolean {
  return hasRecovered(entity, buildScene(factsOf({ object_versions: [version(entity, object, shape)] })))
}

const deployment = (status: Readonly<Record<string, unknown>>, replicas = 2) => recovered(WORKLOAD, { spec: { replicas }, status })

describe('causal/scene/kubernetes/owning-workload', () => {
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
