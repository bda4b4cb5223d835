import { entity, podEntities } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A process starts to burn all the processor it may have. Nobody changed anything. */
export const cpuSaturated: FaultKind = {
  name: 'cpu_saturated',
  plan(context) {
    const { at } = context
    const unit = pickService(context)
    return singleCause(context, {
      mechanism: 'cpu_saturated',
      entities: (world) => [...podEntities(world, unit), entity(unit, 'Deployment'), entity(unit, 'Service')],
      steps: [
        {
          at,
          apply: (world) => void world.conditions.push({ service: unit.key, from: at, to: Number.POSITIVE_INFINITY, cpuCores: 2 }),
        },
      ],
    })
  },
}
