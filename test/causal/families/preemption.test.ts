import { describe, expect, it } from 'vitest'
import { preemption } from '../../../src/causal/families/preemption.ts'
import { version } from '../../support/facts.ts'
import { event, pod, POD, proposalsOf, replicaSet, workload } from './cluster.ts'

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
