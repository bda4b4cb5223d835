import { entity, podEntities } from './acts.ts'
import { type FaultKind, singleCause } from './fault.ts'

const SURGE = 5
/** It starts from fewer, costlier requests: high enough that five times more cannot be served, and no larger a file. */
const QUIET_SHARE = 0.45
const BUSY_COST = 7

/** Five times the usual requests arrive. Everything is slow, nothing was changed. */
export const trafficSurge: FaultKind = {
  name: 'traffic_surge',
  plan(context) {
    const { at, world } = context
    const loads = world.topology.services.filter((unit) => unit.role === 'load')
    for (const unit of world.topology.services) context.struck.add(unit)
    const quiet = world.arrivalRate
    world.arrivalRate = (seconds) => quiet(seconds) * QUIET_SHARE
    world.costScale *= BUSY_COST
    return singleCause(context, {
      mechanism: 'traffic_surge',
      entities: (after) => loads.flatMap((load) => [entity(load, 'Deployment'), ...podEntities(after, load)]),
      steps: [
        {
          at,
          apply(now) {
            const usual = now.arrivalRate
            now.arrivalRate = (seconds) => usual(seconds) * SURGE
          },
        },
      ],
    })
  },
}
