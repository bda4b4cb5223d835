import type { EntityId } from '../../domain/entity.ts'
import type { Random } from '../random.ts'
import type { Part, ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'

/** What one drill does to the world, and the answer to it. */
export interface FaultPlan {
  readonly mechanism: string | null
  readonly outcome: 'diagnosis' | 'no_cause'
  /** When the cause is put in place and when it begins to bite; null when nothing is wrong. */
  readonly injectedAt: number | null
  readonly onset: number | null
  readonly steps: readonly Step[]
  /** Asked after the simulation, when pods and experiments have their names. */
  truth(world: World): { readonly rootCauses: readonly EntityId[]; readonly accept: readonly (readonly EntityId[])[] }
  readonly decoys: readonly EntityId[]
}

/** Something that somebody, or nature, does at a moment. `at` in seconds from the start of the recording. */
export interface Step {
  readonly at: number
  apply(world: World): void
}

export interface FaultContext {
  readonly world: World
  readonly random: Random
  /** When the fault is put in. */
  readonly at: number
  /** Wanted wait between the cause and its effect; kinds that cannot wait ignore it. */
  readonly delaySeconds: number
  /** Filled by the plan: the services that the fault strikes first, from which harm goes on to their callers. */
  readonly struck: Set<ServiceUnit>
  /** Narrows the choice of a target, for drills that need two faults far apart. */
  readonly mayHit?: (unit: ServiceUnit) => boolean
}

/** One kind of incident: one file, one function. */
export interface FaultKind {
  readonly name: string
  /** What a business must have for it, besides services that call each other and a database. */
  readonly needs?: readonly Part[]
  plan(context: FaultContext): FaultPlan
}

/** The ordinary plan: one cause, of which `entities[0]` is the name and the rest are the same thing by other names. */
export function singleCause(
  context: FaultContext,
  cause: {
    mechanism: string
    entities: (world: World) => readonly EntityId[]
    steps: readonly Step[]
    onset?: number
    decoys?: readonly EntityId[]
  },
): FaultPlan {
  return {
    mechanism: cause.mechanism,
    outcome: 'diagnosis',
    injectedAt: context.at,
    onset: cause.onset ?? context.at,
    steps: cause.steps,
    decoys: cause.decoys ?? [],
    truth(world) {
      const accept = cause.entities(world)
      return { rootCauses: accept.slice(0, 1), accept: [accept] }
    },
  }
}

/** A service in the middle: called by others and with its own traces. Picks by seed among those that fit; what is picked is struck. */
export function pickService(context: FaultContext, fits: (unit: ServiceUnit) => boolean = () => true): ServiceUnit {
  const { topology } = context.world
  const called = new Set(
    topology.services.flatMap((unit) => unit.calls.filter((call) => !call.isOptional && call.share > 0.3).map((call) => call.to)),
  )
  const mayHit = context.mayHit ?? (() => true)
  const candidates = topology.services.filter((unit) => unit.role === 'service' && called.has(unit.key) && mayHit(unit))
  // A kind that fits nowhere here takes any service: better a drill of less interest than none.
  const unit = context.random.pick(candidates.some(fits) ? candidates.filter(fits) : candidates)
  context.struck.add(unit)
  return unit
}
