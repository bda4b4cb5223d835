import { templateFault } from './template-fault.ts'

/** The workload asks for more than any node has: processor in one kind, memory in the other. */
export const insufficientCpu = templateFault({
  name: 'insufficient_cpu',
  path: 'containers.resources',
  rollout: 'either',
  effectAfterSeconds: 10,
  change(template, { random }) {
    const cpu = String(random.pick([6, 8, 16]))
    template.spec.containers[0].resources.requests['cpu'] = cpu
    template.spec.containers[0].resources.limits['cpu'] = cpu
  },
})

export const insufficientMemory = templateFault({
  name: 'insufficient_memory',
  path: 'containers.resources',
  rollout: 'either',
  effectAfterSeconds: 10,
  change(template, { random }) {
    const memory = random.pick(['24Gi', '48Gi', '64Gi'])
    template.spec.containers[0].resources.requests['memory'] = memory
    template.spec.containers[0].resources.limits['memory'] = memory
  },
})
