import { describe, expect, it } from 'vitest'
import { preemption } from '../../../src/causal/families/preemption.ts'
import { minute, version } from '../../support/facts.ts'
import { event, node, pod, POD, proposalsOf, replicaSet, workload } from './cluster.ts'

const UID = '0b1c2d3e-4f50-4a61-8b72-9c83ad94be05'
const PUSHER = 'shop/Pod/ledger-rebuild-77f-abcde'

describe('causal/families/preemption', () => {
  it.each([
    ['by uid', `Preempted by pod ${UID} on node node-a`],
    ['by name', 'Preempted by shop/ledger-rebuild-77f-abcde on node node-a'],
  ])('names the pod that pushed others off, known %s', (_, message) => {
    const pusher = version(PUSHER, { metadata: { uid: UID }, spec: {} })
    const objects = [workload(), replicaSet(), pod(), pusher]

    expect(proposalsOf(preemption, { objects, events: [event(POD, 'Preempted', message)] })).toEqual([
      `${PUSHER} preempted_by_priority witnessed`,
    ])
  })

  it('blames nobody when the pusher was not observed', () => {
    const events = [event(POD, 'Preempted', `Preempted by pod ${UID} on node node-a`)]

    expect(proposalsOf(preemption, { objects: [workload(), replicaSet(), pod()], events })).toEqual([])
  })

  const waiting = event(POD, 'FailedScheduling', '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable.')
  const urgent = (priority: number, created: number) =>
    version(PUSHER, {
      metadata: { creationTimestamp: minute(created).toISOString() },
      spec: { nodeName: 'node-a', priority },
    })
  const refused = (pusher: ReturnType<typeof urgent>) => {
    const objects = [workload(), replicaSet(), pod({ spec: { containers: [] }, status: { phase: 'Pending' } }), node('node-a'), pusher]
    return proposalsOf(preemption, { objects, events: [waiting] })
  }

  it('tells it from the room that one of higher priority took when the other began to wait, where nobody kept the event', () => {
    expect(refused(urgent(1000, 20))).toEqual([`${PUSHER} preempted_by_priority changed`])
  })

  it('blames neither who has no higher priority nor who was there long before', () => {
    expect(refused(urgent(0, 20))).toEqual([])
    expect(refused(urgent(1000, 5))).toEqual([])
  })

  it('says nothing of an eviction by the kubelet', () => {
    const events = [event(POD, 'Evicted', 'The node was low on resource: memory.')]

    expect(proposalsOf(preemption, { objects: [workload(), replicaSet(), pod()], events })).toEqual([])
  })

  it('names the workload of several pods that pushed others off once, before the pod of nobody', () => {
    const pods = ['a', 'b'].map((name) =>
      version(`shop/Pod/ledger-${name}`, { metadata: { ownerReferences: [{ kind: 'Job', name: 'ledger' }] }, spec: {} }),
    )
    const by = (name: string) => event(POD, 'Preempted', `Preempted by shop/ledger-${name} on node node-a`)

    const proposed = proposalsOf(preemption, { objects: [workload(), replicaSet(), pod(), ...pods], events: [by('a'), by('b'), by('a')] })

    expect(proposed).toEqual(['shop/Job/ledger preempted_by_priority witnessed'])
  })
})
