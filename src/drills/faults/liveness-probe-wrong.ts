import { templateFault } from './template-fault.ts'

/** The liveness probe can never succeed, so the kubelet keeps stopping a process that is well. */
export const livenessProbeWrong = templateFault({
  name: 'liveness_probe_wrong',
  path: 'containers.livenessProbe',
  rollout: 'rolling',
  effectAfterSeconds: 30,
  change(template, { unit, random }) {
    const timing = { initialDelaySeconds: 4, periodSeconds: 4, timeoutSeconds: 1, failureThreshold: 2 }
    const port = unit.port + random.pick([1, 11, 1000])
    template.spec.containers[0].livenessProbe = random.chance(0.5)
      ? { tcpSocket: { port }, ...timing }
      : { httpGet: { path: '/healthz', port, scheme: 'HTTP' }, ...timing }
  },
})
