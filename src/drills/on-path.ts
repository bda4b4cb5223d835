import type { EntityId } from '../domain/entity.ts'
import { entity, workloadEntities } from './faults/acts.ts'
import { type ServiceUnit, callersOf } from './topology/topology.ts'
import type { World } from './world.ts'

/**
 * Names on the true paths of propagation: the causes under every name that counts, what the fault strikes first, and whoever needs that to
 * answer, up to the entrance; of each its Service, its workload and its pods. Callers that do without an answer end a path.
 */
export function namesOnPath(world: World, causes: readonly (readonly EntityId[])[], struck: ReadonlySet<ServiceUnit>): readonly EntityId[] {
  const reached = new Set(struck)
  for (const unit of reached) for (const caller of needingCallers(world, unit)) reached.add(caller)
  const units = [...reached].flatMap((unit) => [entity(unit, 'Service'), ...workloadEntities(world, unit)])
  return [...new Set([...causes.flat(), ...units])]
}

function needingCallers(world: World, unit: ServiceUnit): ServiceUnit[] {
  return callersOf(world.topology, unit.key).filter((caller) => caller.calls.some((call) => call.to === unit.key && !call.isOptional))
}
