import { describe, expect, it } from 'vitest'
import { nodeTainted } from '../../../src/causal/families/node-tainted.ts'
import { minute, version } from '../../support/facts.ts'
import { event, node, pod, POD, proposalsOf, replicaSet, workload } from './cluster.ts'

const TAINT = { key: 'reserved-for', value: 'batch', effect: 'NoSchedule' }
const SAID = '0/1 nodes are available: 1 node(s) had untolerated taint {reserved-for: batch}.'
const NODE = '_cluster/Node/node-a'
const NAMED = [`${NODE} node_tainted witnessed`]
const WAITING = [workload(), replicaSet(), pod()]
const RUNS = version('shop/Pod/front-1', { spec: { nodeName: 'node-a' }, status: { phase: 'Running' } })
const REFUSED = [event(POD, 'FailedScheduling', SAID)]

function tainted(taint: object = TAINT) {
  return node('node-a', { spec: { taints: [taint] } })
}

describe('causal/families/node-tainted', () => {
  it('names a node that was given a taint, which a pod does not tolerate', () => {
    const before = { ...node('node-a'), lastSeenAt: minute(10), isCurrent: false }

    expect(proposalsOf(nodeTainted, { objects: [...WAITING, before, { ...tainted(), firstSeenAt: minute(15) }], events: REFUSED })).toEqual(
      NAMED,
    )
  })

  it('knows a taint to be later than a pod that runs there and does not tolerate it', () => {
    expect(proposalsOf(nodeTainted, { objects: [...WAITING, tainted(), RUNS], events: REFUSED })).toEqual(NAMED)
  })

  it('does not know so of one that nobody runs beside, or that who runs there tolerates', () => {
    const tolerates = version('shop/Pod/batch-1', {
      spec: { nodeName: 'node-a', tolerations: [{ key: 'reserved-for', operator: 'Exists' }] },
    })

    expect(proposalsOf(nodeTainted, { objects: [...WAITING, tainted()], events: REFUSED })).toEqual([])
    expect(proposalsOf(nodeTainted, { objects: [...WAITING, tainted(), tolerates], events: REFUSED })).toEqual([])
  })

  it('does not blame the node for a pod that asks for nodes of a kind: that one should tolerate what they are kept apart by', () => {
    const pinned = [workload(), replicaSet(), pod({ spec: { nodeSelector: { pool: 'batch' } } })]

    expect(proposalsOf(nodeTainted, { objects: [...pinned, tainted(), RUNS], events: REFUSED })).toEqual([])
  })

  it('takes taints that the cluster sets itself for consequences', () => {
    const unreachable = tainted({ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' })

    expect(proposalsOf(nodeTainted, { objects: [...WAITING, unreachable, RUNS], events: REFUSED })).toEqual([])
  })

  it('says nothing while every pod finds a place', () => {
    expect(proposalsOf(nodeTainted, { objects: [tainted(), RUNS] })).toEqual([])
  })

  it('hears from the condition of the pod what no event keeps', () => {
    const status = { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: SAID }] }

    expect(proposalsOf(nodeTainted, { objects: [workload(), replicaSet(), pod({ status }), tainted(), RUNS] })).toEqual(NAMED)
  })
})
