import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { readinessGate } from '../../../src/causal/families/readiness-gate.ts'
import { factsOf, minute } from '../../support/facts.ts'
import { pod, proposalsOf, replicaSet, workload, WORKLOAD } from './cluster.ts'

const GATE = 'shop.example/registered'
const MESSAGE = `corresponding condition of pod readiness gate "${GATE}" does not exist.`
const CLOSED = { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: MESSAGE }
const CONTAINERS_READY = { type: 'ContainersReady', status: 'True' }
const UNMET = [`${WORKLOAD} readiness_gate_unmet witnessed`]

function gated(...conditions: readonly Readonly<Record<string, unknown>>[]) {
  return pod({
    spec: { nodeName: 'node-a', readinessGates: [{ conditionType: GATE }] },
    status: { phase: 'Running', conditions, containerStatuses: [{ name: 'main', ready: true }] },
  })
}

function proposed(...conditions: readonly Readonly<Record<string, unknown>>[]) {
  return proposalsOf(readinessGate, { objects: [workload(), replicaSet(), gated(...conditions)] })
}

describe('causal/families/readiness-gate', () => {
  it('names the workload whose gate nobody sets, or somebody set to false, in the words of the kubelet', () => {
    const refused = `the status of pod readiness gate "${GATE}" is not "True", but False`
    const facts = factsOf({ object_versions: [workload(), replicaSet(), gated(CONTAINERS_READY, CLOSED)] })
    const quotes = readinessGate.propose(buildScene(facts)).flatMap((one) => one.for.flatMap(({ citations }) => citations))

    expect(proposed(CONTAINERS_READY, CLOSED)).toEqual(UNMET)
    expect(proposed(CONTAINERS_READY, { ...CLOSED, message: refused }, { type: GATE, status: 'False' })).toEqual(UNMET)
    expect(quotes.map(({ quote }) => quote)).toEqual([expect.stringContaining(MESSAGE), expect.stringContaining(GATE)])
  })

  it('tells it by the conditions alone where a listing leaves out reasons', () => {
    expect(proposed(CONTAINERS_READY, { type: 'Ready', status: 'False' })).toEqual(UNMET)
  })

  it('says nothing where a container is not ready, or the pod is, or nobody says whether its containers are', () => {
    const containers = { reason: 'ContainersNotReady', status: 'False' }

    expect(proposed({ ...CONTAINERS_READY, ...containers }, { type: 'Ready', ...containers })).toEqual([])
    expect(proposed(CONTAINERS_READY, { type: 'Ready', status: 'True' }, { type: GATE, status: 'True' })).toEqual([])
    expect(proposed({ type: 'Ready', status: 'False' })).toEqual([])
  })

  it('dates it by the change that brought the gate, else by the condition', () => {
    const at = minute(25)
    const own = gated(CONTAINERS_READY, { ...CLOSED, lastTransitionTime: at.toISOString() })
    const before = { ...workload(), lastSeenAt: minute(10), isCurrent: false }
    const after = { ...workload({ readinessGates: [{ conditionType: GATE }] }), firstSeenAt: minute(15), changedAt: minute(12) }
    const since = (...workloads: readonly ReturnType<typeof workload>[]) =>
      readinessGate.propose(buildScene(factsOf({ object_versions: [...workloads, replicaSet(), own] }))).map((one) => one.since)

    expect(since(workload())).toEqual([at])
    expect(since(before, after)).toEqual([minute(12)])
  })
})
