import { describe, expect, it } from 'vitest'
import { probeMisconfigured } from '../../../src/causal/families/probe-misconfigured.ts'
import { event, POD, proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

const RESTARTED = { restartCount: 3, lastState: { terminated: { reason: 'Error', exitCode: 137 } } }

function propose(probes: Record<string, unknown>, message: string, status: Record<string, unknown>, isReady = false) {
  const spec = { containers: [{ name: 'main', ports: [{ containerPort: 7100 }], ...probes }] }
  const objects = [workload(spec), replicaSet(), runningPod(status, spec, isReady)]
  return proposalsOf(probeMisconfigured, { objects, events: [event(POD, 'Unhealthy', message)] })
}

describe('causal/families/probe-misconfigured', () => {
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

  it('blames the protocol when a sibling asks the same port in another and passes', () => {
    const probes = { livenessProbe: { grpc: { port: 7100 } }, readinessProbe: { tcpSocket: { port: 7100 } } }
    const message = 'Liveness probe failed: timeout: failed to connect service "10.1.2.3:7100" within 1s: context deadline exceeded'

    expect(propose(probes, message, RESTARTED, true)).toEqual([`${WORKLOAD} liveness_probe_wrong_protocol witnessed`])
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
