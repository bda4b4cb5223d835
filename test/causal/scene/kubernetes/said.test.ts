import { describe, expect, it } from 'vitest'
import { saidByState } from '../../../../src/causal/scene/kubernetes/said.ts'
import { version } from '../../../support/facts.ts'

const POD = 'shop/Pod/basket-6d5f-x2x4z'

function said(object: Readonly<Record<string, unknown>>, entity: Parameters<typeof version>[0] = POD) {
  return saidByState({ evidenceId: 'E1', row: { locator: 'pods.yaml#2', ...version(entity, object) } })
}

function container(status: Readonly<Record<string, unknown>>, list = 'containerStatuses') {
  return said({ status: { [list]: [{ name: 'main', ...status }] } })
}

function condition(fields: Readonly<Record<string, unknown>>, entity?: Parameters<typeof version>[0]) {
  return said({ status: { conditions: [fields] } }, entity)
}

describe('causal/scene/kubernetes/said', () => {
  it('says what a container waits for, located at its pod and without a time, for the kubelet gives none', () => {
    const waiting = { reason: 'CreateContainerConfigError', message: 'configmap "prices" not found' }

    expect(container({ state: { waiting } })).toEqual([
      { locator: 'pods.yaml#2', entity: POD, severity: 'Warning', count: 1, ...waiting, firstAt: null, lastAt: null },
    ])
  })

  it.each(['initContainerStatuses', 'containerStatuses'])('says of what a container ended with, now and the last time, in %s', (list) => {
    const end = { reason: 'StartError', message: 'exec: "sevre": not found', finishedAt: '2026-05-27T14:00:00Z' }
    const at = new Date(end.finishedAt)

    const last = container({ state: { running: {} }, lastState: { terminated: end } }, list)
    const now = container({ state: { terminated: end } }, list)

    expect([...last, ...now]).toEqual(
      [0, 1].map(() => expect.objectContaining({ reason: 'StartError', firstAt: at, lastAt: at }) as unknown),
    )
  })

  it('says nothing of states without words: a container that is being made, that runs, or that was killed for its memory', () => {
    expect(container({ state: { waiting: { reason: 'ContainerCreating' } } })).toEqual([])
    expect(container({ state: { running: { startedAt: '2026-05-27T14:00:00Z' } } })).toEqual([])
    expect(container({ lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } })).toEqual([])
    expect(said({})).toEqual([])
  })

  it.each(['ReplicaFailure', 'Failed', 'FailureTarget', 'MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'])(
    'hears the condition %s when it is true, and not when it is false',
    (type) => {
      expect(condition({ type, status: 'True', message: 'words' })).toHaveLength(1)
      expect(condition({ type, status: 'False', message: 'words' })).toEqual([])
    },
  )

  it('hears every other condition when it is false, dated by its transition, and not when it is true or unknown', () => {
    const scheduled = { type: 'PodScheduled', reason: 'Unschedulable', message: '0/2 nodes are available' }
    const at = new Date('2026-05-27T14:00:00Z')

    expect(condition({ ...scheduled, status: 'False', lastTransitionTime: '2026-05-27T14:00:00Z' })).toMatchObject([
      { reason: 'Unschedulable', firstAt: at, lastAt: at },
    ])
    expect(condition({ ...scheduled, status: 'True' })).toEqual([])
    expect(condition({ ...scheduled, status: 'Unknown' })).toEqual([])
  })

  it('takes a time that is none for unknown', () => {
    const failed = { type: 'Ready', status: 'False', message: 'words', lastTransitionTime: 'yesterday' }

    expect(condition(failed, '_cluster/Node/worker-1')).toMatchObject([{ firstAt: null, lastAt: null }])
  })

  it('survives statuses of another shape', () => {
    expect(said({ status: { containerStatuses: 'none', conditions: [null, 7, 'x'] } })).toEqual([])
  })
})
