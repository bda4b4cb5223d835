import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { unschedulablePod } from '../../../src/causal/families/unschedulable-pod.ts'
import { factsOf, minute, version } from '../../support/facts.ts'
import { event, node, pod, POD, proposalsOf, replicaSet, workload, WORKLOAD } from './cluster.ts'

const CONTROL_PLANE = node('control', { labels: { 'node-role.kubernetes.io/control-plane': '' }, spec: { unschedulable: true } })
const FAST = { disk: 'fast' }

function refusal(message: string) {
  return [event(POD, 'FailedScheduling', message)]
}

function propose(message: string, template: Record<string, unknown>, nodes: readonly ReturnType<typeof node>[]) {
  const objects = [workload(template), replicaSet(), pod({ spec: template }), CONTROL_PLANE, ...nodes]
  return proposalsOf(unschedulablePod, { objects, events: refusal(message) })
}

describe('causal/families/unschedulable-pod', () => {
  it('blames the node selector when no node has its labels', () => {
    const message = "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector."

    expect(propose(message, { nodeSelector: FAST }, [node('a'), node('b')])).toEqual([`${WORKLOAD} node_selector_mismatch witnessed`])
  })

  it('blames the affinity when that alone matches no node', () => {
    const terms = [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['north'] }] }]
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } }
    const message = "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector."

    expect(propose(message, { affinity }, [node('a'), node('b')])).toEqual([`${WORKLOAD} node_affinity_mismatch witnessed`])
  })

  it('blames the cordon of the only node that the pod asks for', () => {
    const message = "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2 node(s) were unschedulable."
    const nodes = [node('a', { labels: FAST, spec: { unschedulable: true } }), node('b')]

    expect(propose(message, { nodeSelector: FAST }, nodes)).toEqual(['_cluster/Node/a node_cordoned witnessed'])
  })

  it('blames the missing toleration on the nodes that the pod asks for, whatever the others say', () => {
    const message =
      "0/3 nodes are available: 1 node(s) had untolerated taint {dedicated: carts}, 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable."
    const tainted = node('a', { labels: FAST, spec: { taints: [{ key: 'dedicated', value: 'carts', effect: 'NoSchedule' }] } })

    expect(propose(message, { nodeSelector: FAST }, [tainted, node('b')])).toEqual([`${WORKLOAD} taint_not_tolerated witnessed`])
  })

  it.each([
    ['2 Insufficient cpu', 'insufficient_cpu'],
    ['2 Insufficient memory', 'insufficient_memory'],
    ["2 node(s) didn't match pod anti-affinity rules", 'pod_anti_affinity_conflict'],
  ])('reads %s past a control plane that is always closed', (clause, mechanism) => {
    const message = `0/3 nodes are available: 1 node(s) were unschedulable, ${clause}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.`

    expect(propose(message, {}, [node('a'), node('b')])).toEqual([`${WORKLOAD} ${mechanism} witnessed`])
  })

  it.each(['', ' (missing required label)'])('reads constraints of topology spread that no node satisfies%s', (label) => {
    const template = { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }] }
    const message = `0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match pod topology spread constraints${label}.`

    expect(propose(message, template, [node('a'), node('b')])).toEqual([`${WORKLOAD} topology_spread_unsatisfiable witnessed`])
  })

  it('says that no node that was read has the label of a topology spread, and not where one has it or it is only preferred', () => {
    const spread = (topologyKey: string, whenUnsatisfiable = 'DoNotSchedule') => ({ topologyKey, maxSkew: 1, whenUnsatisfiable })
    const template = { topologySpreadConstraints: [spread('rack'), spread('row'), spread('room', 'ScheduleAnyway')] }
    const message = "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints (missing required label)."
    const nodes = [node('a', { labels: { row: '1' } }), node('b')]
    const objects = [workload(template), replicaSet(), pod({ spec: template }), ...nodes]
    const scene = buildScene(factsOf({ object_versions: objects, kubernetes_events: refusal(message) }))

    expect(unschedulablePod.propose(scene)[0]?.for.map(({ text }) => text)).toEqual([
      expect.stringContaining('no node satisfies'),
      'what it asks for',
      'none of the 2 nodes that were read has the label rack',
    ])
  })

  it('goes by the most frequent clause when no node was observed', () => {
    const events = refusal('0/5 nodes are available: 1 node(s) were unschedulable, 4 Insufficient cpu.')

    expect(proposalsOf(unschedulablePod, { objects: [workload(), replicaSet(), pod()], events })).toEqual([
      `${WORKLOAD} insufficient_cpu witnessed`,
    ])
  })

  it('says nothing of a pod that has a node by now', () => {
    const placed = pod({ spec: { nodeName: 'a' }, status: { phase: 'Running' } })

    expect(
      proposalsOf(unschedulablePod, {
        objects: [workload(), replicaSet(), placed],
        events: refusal('0/1 nodes are available: 1 Insufficient cpu.'),
      }),
    ).toEqual([])
  })

  it('hears the scheduler from the condition of the pod where its events are gone', () => {
    const message = "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector."
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }]
    const waits = (own: readonly object[]) => pod({ spec: { nodeSelector: FAST }, status: { phase: 'Pending', conditions: own } })
    const objects = [workload({ nodeSelector: FAST }), replicaSet(), node('a'), node('b')]

    expect(proposalsOf(unschedulablePod, { objects: [...objects, waits(conditions)] })).toEqual([
      `${WORKLOAD} node_selector_mismatch witnessed`,
    ])
    expect(proposalsOf(unschedulablePod, { objects: [...objects, waits([])] })).toEqual([])
  })
})

const TAINT = { key: 'reserved-for', value: 'batch', effect: 'NoSchedule' }
const SAID = '0/1 nodes are available: 1 node(s) had untolerated taint {reserved-for: batch}.'
const NODE = '_cluster/Node/node-a'
const OWN_SPEC = [`${WORKLOAD} taint_not_tolerated witnessed`]
const NAMED = [`${NODE} node_tainted witnessed`]
const WAITING = [workload(), replicaSet(), pod()]
const RUNS = version('shop/Pod/front-1', { spec: { nodeName: 'node-a' }, status: { phase: 'Running' } })
const REFUSED = [event(POD, 'FailedScheduling', SAID)]

function tainted(taint: object = TAINT) {
  return node('node-a', { spec: { taints: [taint] } })
}

describe('causal/families/unschedulable-pod, nodes that were set apart', () => {
  it('names a node that was given a taint, which a pod does not tolerate', () => {
    const before = { ...node('node-a'), lastSeenAt: minute(10), isCurrent: false }

    expect(
      proposalsOf(unschedulablePod, { objects: [...WAITING, before, { ...tainted(), firstSeenAt: minute(15) }], events: REFUSED }),
    ).toEqual(NAMED)
  })

  it('knows a taint to be later than a pod that runs there and does not tolerate it', () => {
    expect(proposalsOf(unschedulablePod, { objects: [...WAITING, tainted(), RUNS], events: REFUSED })).toEqual(NAMED)
  })

  it('does not know so of one that nobody runs beside, or that who runs there tolerates', () => {
    const tolerates = version('shop/Pod/batch-1', {
      spec: { nodeName: 'node-a', tolerations: [{ key: 'reserved-for', operator: 'Exists' }] },
    })

    expect(proposalsOf(unschedulablePod, { objects: [...WAITING, tainted()], events: REFUSED })).toEqual(OWN_SPEC)
    expect(proposalsOf(unschedulablePod, { objects: [...WAITING, tainted(), tolerates], events: REFUSED })).toEqual(OWN_SPEC)
  })

  it('does not blame the node for a pod that asks for nodes of a kind: that one should tolerate what they are kept apart by', () => {
    const pinned = [workload(), replicaSet(), pod({ spec: { nodeSelector: { pool: 'batch' } } })]

    expect(proposalsOf(unschedulablePod, { objects: [...pinned, tainted(), RUNS], events: REFUSED })).toEqual([
      `${WORKLOAD} node_selector_mismatch witnessed`,
    ])
  })

  it('takes taints that the cluster sets itself for consequences', () => {
    const unreachable = tainted({ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' })

    expect(proposalsOf(unschedulablePod, { objects: [...WAITING, unreachable, RUNS], events: REFUSED })).toEqual(OWN_SPEC)
  })

  it('says nothing while every pod finds a place', () => {
    expect(proposalsOf(unschedulablePod, { objects: [tainted(), RUNS] })).toEqual([])
  })

  it('hears from the condition of the pod what no event keeps', () => {
    const status = { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: SAID }] }

    expect(proposalsOf(unschedulablePod, { objects: [workload(), replicaSet(), pod({ status }), tainted(), RUNS] })).toEqual(NAMED)
  })
})
