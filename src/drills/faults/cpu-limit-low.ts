import { templateFault } from './template-fault.ts'

/** The processor limit is cut to a sliver: everything works, slowly. */
export const cpuLimitLow = templateFault({
  name: 'cpu_limit_low',
  path: 'containers.resources',
  rollout: 'rolling',
  effectAfterSeconds: 25,
  change(template, { world, unit }) {
    // A quarter of what its present traffic needs.
    const neededMillis = unit.selfMs * 1.2 * world.arrivalRate(world.clock.now) * world.costScale
    const cpu = `${Math.max(1, Math.round(neededMillis * 0.25))}m`
    template.spec.containers[0].resources.limits['cpu'] = cpu
    template.spec.containers[0].resources.requests['cpu'] = cpu
  },
})
