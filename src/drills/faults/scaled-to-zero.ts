import { entity, scaleTo } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** Somebody scales a workload to nothing. */
export const scaledToZero: FaultKind = {
  name: 'scaled_to_zero',
  plan(context) {
    const unit = pickService(context)
    return singleCause(context, {
      mechanism: 'scaled_to_zero',
      entities: () => [entity(unit, 'Deployment')],
      onset: context.at + 2,
      steps: [{ at: context.at, apply: (world) => scaleTo(world, unit, 0) }],
    })
  },
}
