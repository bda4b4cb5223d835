import type { EntityId } from '../../domain/entity.ts'
import type { Step } from '../faults/fault.ts'
import type { Random } from '../random.ts'
import { type ServiceUnit, callersOf } from '../topology/topology.ts'
import type { World } from '../world.ts'

/** What an element of life may look at: the fault's times and what it strikes, so that it can stay out of its way. */
export interface Surroundings {
  readonly world: World
  readonly random: Random
  /** When the cause is put in and when it bites, in seconds; both the same moment in a drill without a fault. */
  readonly injectedAt: number
  readonly onset: number
  readonly struck: ReadonlySet<ServiceUnit>
  /** The fault is about nodes or about where pods may go: a node closed long ago would then have a part in it. */
  readonly isAboutNodes: boolean
}

/** What an element adds to a drill: things that happen, and the names of what they touched, none of which is a cause. */
export interface Happenings {
  readonly steps: readonly Step[]
  readonly decoys: readonly EntityId[]
}

const BEFORE_SECONDS = [30, 480] as const
const AFTER_SECONDS = [20, 240] as const

/**
 * A moment near onset at which pods may be replaced: never between the cause and its effect, which a replaced pod could bring forward.
 * Seconds from the start of the recording.
 */
export function momentNear({ random, injectedAt, onset }: Surroundings): number {
  if (random.chance(0.65)) return Math.max(60, Math.round(injectedAt - random.between(...BEFORE_SECONDS)))
  return Math.round(onset + random.between(...AFTER_SECONDS))
}

/** Services with a Deployment that the fault does not strike; those that call what it strikes, or are called by it, also in `involved`. */
export function bystanders({ world, struck }: Surroundings): {
  readonly all: readonly ServiceUnit[]
  readonly involved: readonly ServiceUnit[]
} {
  const { topology } = world
  const all = topology.services.filter((unit) => ['service', 'worker', 'edge'].includes(unit.role) && !struck.has(unit))
  const calledBy = (unit: ServiceUnit) => unit.calls.flatMap(({ to }) => topology.byKey.get(to) ?? [])
  const near = new Set([...struck].flatMap((unit) => [...callersOf(topology, unit.key), ...calledBy(unit)]))
  return { all, involved: all.filter((unit) => near.has(unit)) }
}
