import { describe, expect, it } from 'vitest'
import { probeFailing } from '../../../src/causal/families/probe-failing.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { factsOf } from '../../support/facts.ts'
import { POD, WORKLOAD, event, failedCall, proposalsOf, replicaSet, runningPod, workload } from './cluster.ts'

describe('causal/families/probe-misconfigured', () => {
  const RESTARTED = { restartCount: 3, lastState: { terminated: { reason: 'Error', exitCode: 137 } } }

  function propose(probes: Record<string, unknown>, message: string, status: Record<string, unknown>, isReady = false) {
    const spec = { containers: [{ name: 'main', ports: [{ containerPort: 7100 }], ...probes }] }
    const objects = [workload(spec), replicaSet(), runningPod(status, spec, isReady)]
    return proposalsOf(probeFailing, { objects, events: [event(POD, 'Unhealthy', message)] })
  }

  it('blames a liveness port that the container does not declare', () => {
    const probes = { livenessProbe: { tcpSocket: { port: 7101 } } }

    expect(propose(probes, 'Liveness probe failed: dial tcp 10.1.2.3:7101: connect: connection refused', RESTARTED)).toEqual([
      `${WORKLOAD} liveness_probe_wrong_port witnessed`,
    ])
  })

  it('blames the protocol by what the server answered', () => {
    const probes = { readinessProbe: { httpGet: { port: 7100, path: '/' } } }
    const message =
      'Readiness probe failed: Get "http://10.1.2.3:7100/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x00"'

    expect(propose(probes, message, {})).toEqual([`${WORKLOAD} readiness_probe_wrong_protocol witnessed`])
  })

  it('blames the patience when port and protocol are right and the container gets no time', () => {
    const probes = { livenessProbe: { grpc: { port: 7100 }, initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 1 } }
    const message = 'Liveness probe failed: timeout: failed to connect service "10.1.2.3:7100" within 1s: context deadline exceeded'

    expect(propose(probes, message, RESTARTED)).toEqual([`${WORKLOAD} liveness_probe_wrong_timing witnessed`])
  })

  it('says nothing of a probe that may be right', () => {
    const probes = { livenessProbe: { grpc: { port: 7100 }, initialDelaySeconds: 30 } }

    expect(propose(probes, 'Liveness probe failed: timeout: health rpc did not complete within 1s', RESTARTED)).toEqual([])
  })

  it('says nothing of misses that did not restart anything', () => {
    const probes = { livenessProbe: { tcpSocket: { port: 7101 } } }

    expect(propose(probes, 'Liveness probe failed: connection refused', { restartCount: 0 }, true)).toEqual([])
  })
})

describe('causal/families/readiness-failing', () => {
  const UP = { state: { running: { startedAt: '2026-05-27T13:40:00Z' } } }
  const OBJECTS = [workload(), replicaSet(), runningPod(UP)]

  function failed(count = 5, message = 'Readiness probe failed: ') {
    return [event(POD, 'Unhealthy', message, count)]
  }

  it('names the workload whose pod runs and is kept out of traffic by its probe, also without a word of why', () => {
    expect(proposalsOf(probeFailing, { objects: OBJECTS, events: failed() })).toEqual([`${WORKLOAD} readiness_probe_failing measured`])
    expect(proposalsOf(probeFailing, { objects: OBJECTS, events: failed(5, 'Readiness probe errored: rpc error') })).toHaveLength(1)
  })

  it('leaves the reason open: the probe may tell the truth', () => {
    const scene = buildScene(factsOf({ object_versions: OBJECTS, kubernetes_events: failed() }))

    expect(probeFailing.propose(scene).map(({ isReasonUnknown }) => isReasonUnknown)).toEqual([true])
  })

  it('takes fewer than three failures for a start', () => {
    expect(proposalsOf(probeFailing, { objects: OBJECTS, events: failed(2) })).toEqual([])
  })

  it('says nothing of a pod that is ready by now, or whose container does not run', () => {
    const waiting = runningPod({ state: { waiting: { reason: 'CrashLoopBackOff' } } })

    expect(proposalsOf(probeFailing, { objects: [workload(), replicaSet(), runningPod(UP, {}, true)], events: failed() })).toEqual([])
    expect(proposalsOf(probeFailing, { objects: [workload(), replicaSet(), waiting], events: failed() })).toEqual([])
  })

  it('does not name who waits for another that it does not reach', () => {
    expect(proposalsOf(probeFailing, { objects: OBJECTS, events: failed(), failures: [failedCall('db', { failure: 'refused' })] })).toEqual(
      [],
    )
  })

  it('leaves other probes alone', () => {
    expect(proposalsOf(probeFailing, { objects: OBJECTS, events: failed(5, 'Liveness probe failed: ') })).toEqual([])
  })
})
