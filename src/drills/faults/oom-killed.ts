import { templateFault } from './template-fault.ts'

/** The memory limit is cut below what the process needs to stand still. */
export const oomKilled = templateFault({
  name: 'oom_killed',
  path: 'containers.resources',
  rollout: 'recreate',
  change(template, { unit }) {
    const memory = `${Math.round(unit.memoryMib * 0.3)}Mi`
    template.spec.containers[0].resources.limits['memory'] = memory
    template.spec.containers[0].resources.requests['memory'] = memory
  },
})
