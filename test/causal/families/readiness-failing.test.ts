import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { readinessFailing } from '../../../src/causal/families/readiness-failing.ts'
import { factsOf } from '../../support/facts.ts'
import { event, failedCall, POD, proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

const UP = { state: { running: { startedAt: '2026-05-27T13:40:00Z' } } }
const OBJECTS = [workload(), replicaSet(), runningPod(UP)]

function failed(count = 5, message = 'Readiness probe failed: ') {
  return [event(POD, 'Unhealthy', message, count)]
}

describe('causal/families/readiness-failing', () => {
  it('names the workload whose pod runs and is kept out of traffic by its probe, also without a word of why', () => {
    expect(proposalsOf(readinessFailing, { objects: OBJECTS, events: failed() })).toEqual([`${WORKLOAD} readiness_probe_failing measured`])
    expect(proposalsOf(readinessFailing, { objects: OBJECTS, events: failed(5, 'Readiness probe errored: rpc error') })).toHaveLength(1)
  })

  it('leaves the reason open: the probe may tell the truth', () => {
    const scene = buildScene(factsOf({ object_versions: OBJECTS, kubernetes_events: failed() }))

    expect(readinessFailing.propose(scene).map(({ isReasonUnknown }) => isReasonUnknown)).toEqual([true])
  })

  it('takes fewer than three failures for a start', () => {
    expect(proposalsOf(readinessFailing, { objects: OBJECTS, events: failed(2) })).toEqual([])
  })

  it('says nothing of a pod that is ready by now, or whose container does not run', () => {
    const waiting = runningPod({ state: { waiting: { reason: 'CrashLoopBackOff' } } })

    expect(proposalsOf(readinessFailing, { objects: [workload(), replicaSet(), runningPod(UP, {}, true)], events: failed() })).toEqual([])
    expect(proposalsOf(readinessFailing, { objects: [workload(), replicaSet(), waiting], events: failed() })).toEqual([])
  })

  it('does not name who waits for another that it does not reach', () => {
    expect(
      proposalsOf(readinessFailing, { objects: OBJECTS, events: failed(), failures: [failedCall('db', { failure: 'refused' })] }),
    ).toEqual([])
  })

  it('leaves other probes alone', () => {
    expect(proposalsOf(readinessFailing, { objects: OBJECTS, events: failed(5, 'Liveness probe failed: ') })).toEqual([])
  })
})
