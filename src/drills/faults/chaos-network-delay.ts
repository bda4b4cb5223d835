import { type Experiment, experimentEntities, experimentSteps } from './chaos.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A chaos experiment delays everything that goes to and from one workload. */
export const chaosNetworkDelay: FaultKind = {
  name: 'chaos_network_delay',
  plan(context) {
    const { random, world, at } = context
    const target = pickService(context)
    const delaySeconds = random.between(0.9, 2.6)
    const schedule = random.pick([`${target.name}-drag`, 'evening-practice', `${target.name}-slow-wire`])
    const experiment: Experiment = { kind: 'NetworkChaos', schedule, target, from: at, to: world.durationSeconds }
    return singleCause(context, {
      mechanism: 'chaos_network_delay',
      entities: (after) => experimentEntities(after, experiment),
      steps: [
        ...experimentSteps(random, experiment),
        {
          at,
          apply: (now) =>
            void now.network.push({
              from: at,
              to: Number.POSITIVE_INFINITY,
              matches: ({ caller, callee }) => caller.workload === target.workload || callee?.workload === target.workload,
              delaySeconds,
              jitterSeconds: delaySeconds * 0.2,
            }),
        },
      ],
    })
  },
}
