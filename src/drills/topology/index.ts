import { AppError } from '../../errors.ts'
import type { Random } from '../random.ts'
import { SHAPES, generatePlan } from './generated.ts'
import { instantiate } from './instantiate.ts'
import { clinic } from './clinic.ts'
import { rail } from './rail.ts'
import { shop } from './shop.ts'
import type { Part, Topology, TopologyPlan } from './topology.ts'

/** The businesses that are written by hand. Shapes that the seed fills with names and calls come besides. */
export const TOPOLOGIES: readonly TopologyPlan[] = [shop, clinic, rail]

/** Names of every topology, by hand or by seed, that has all of `parts`. */
export function topologiesWith(parts: readonly Part[]): { readonly written: readonly string[]; readonly generated: readonly string[] } {
  const namesOf = (list: readonly { readonly name: string; readonly offers: readonly Part[] }[]) =>
    list.filter(({ offers }) => parts.every((part) => offers.includes(part))).map(({ name }) => name)
  return { written: namesOf(TOPOLOGIES), generated: namesOf(SHAPES) }
}

/** The topology of that name, or one written by hand and chosen by seed, with names and ports given. Throws `usage_wrong` for an unknown name. */
export function chooseTopology(name: string | undefined, random: Random): Topology {
  const shape = SHAPES.find((each) => each.name === name)
  if (shape) return instantiate(generatePlan(shape.name, random), random)
  const plan = name === undefined ? random.pick(TOPOLOGIES) : TOPOLOGIES.find((each) => each.name === name)
  if (plan) return instantiate(plan, random)
  throw new AppError('usage_wrong', `there is no topology ${name}`, {
    remedy: `Use one of: ${[...TOPOLOGIES, ...SHAPES].map((each) => each.name).join(', ')}`,
  })
}
