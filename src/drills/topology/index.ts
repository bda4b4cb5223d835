import { AppError } from '../../errors.ts'
import type { Random } from '../random.ts'
import { instantiate } from './instantiate.ts'
import { clinic } from './clinic.ts'
import { rail } from './rail.ts'
import { shop } from './shop.ts'
import type { Topology, TopologyPlan } from './topology.ts'

/** Every topology that a drill can have. */
export const TOPOLOGIES: readonly TopologyPlan[] = [shop, clinic, rail]

/** The topology of that name, or one chosen by seed, with names and ports given. Throws `usage_wrong` for an unknown name. */
export function chooseTopology(name: string | undefined, random: Random): Topology {
  const plan = name === undefined ? random.pick(TOPOLOGIES) : TOPOLOGIES.find((each) => each.name === name)
  if (plan) return instantiate(plan, random)
  throw new AppError('usage_wrong', `there is no topology ${name}`, {
    remedy: `Use one of: ${TOPOLOGIES.map((each) => each.name).join(', ')}`,
  })
}
