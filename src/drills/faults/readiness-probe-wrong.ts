import { templateFault } from './template-fault.ts'

/** The readiness probe asks the wrong port, path or protocol: the process is well and gets no traffic. */
export const readinessProbeWrong = templateFault({
  name: 'readiness_probe_wrong',
  path: 'containers.readinessProbe',
  rollout: 'recreate',
  change(template, { unit, random }) {
    const timing = { initialDelaySeconds: 2, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 }
    const httpGet = { path: random.pick(['/ready', '/status', '/live']), port: unit.port + random.pick([0, 1]), scheme: 'HTTP' }
    template.spec.containers[0].readinessProbe = { httpGet, ...timing }
  },
})
