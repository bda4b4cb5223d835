import type { Probe } from '../cluster/objects.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import { templateFault } from './template-fault.ts'

const CALM = { initialDelaySeconds: 4, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 2 }
/** Over before any of the slower languages has started. */
const HASTY = { initialDelaySeconds: 1, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 1 }

/** The kubelet speaks another protocol than the process, and keeps stopping it. */
export const livenessProtocolWrong = templateFault({
  name: 'liveness_probe_wrong_protocol',
  path: 'containers.livenessProbe',
  rollout: 'recreate',
  effectAfterSeconds: 30,
  change(template, { unit }) {
    template.spec.containers[0].livenessProbe = { ...otherProtocol(unit), ...CALM }
  },
})

/** The kubelet asks before the process can have started. */
export const livenessTooHasty = templateFault({
  name: 'liveness_probe_wrong_timing',
  path: 'containers.livenessProbe',
  rollout: 'recreate',
  effectAfterSeconds: 5,
  fits: (unit) => unit.language === 'java' || unit.language === 'dotnet' || unit.language === 'python',
  change(template, { unit }) {
    template.spec.containers[0].livenessProbe = { tcpSocket: { port: unit.port }, ...HASTY }
  },
})

/** The kubelet asks in another protocol than the process speaks: it is well and gets no traffic. */
export const readinessProtocolWrong = templateFault({
  name: 'readiness_probe_wrong_protocol',
  path: 'containers.readinessProbe',
  rollout: 'recreate',
  effectAfterSeconds: 4,
  change(template, { unit }) {
    template.spec.containers[0].readinessProbe = { ...otherProtocol(unit), ...CALM }
  },
})

/** The kubelet asks a port that the process does not listen on: it is well and gets no traffic. */
export const readinessPortWrong = templateFault({
  name: 'readiness_probe_wrong_port',
  path: 'containers.readinessProbe',
  rollout: 'recreate',
  effectAfterSeconds: 4,
  change(template, { unit, random }) {
    template.spec.containers[0].readinessProbe = { tcpSocket: { port: unit.port + random.pick([1, 10, 1000]) }, ...CALM }
  },
})

function otherProtocol(unit: ServiceUnit): Pick<Probe, 'httpGet' | 'grpc'> {
  return unit.protocol === 'http' ? { grpc: { port: unit.port } } : { httpGet: { path: '/healthz', port: unit.port, scheme: 'HTTP' } }
}
