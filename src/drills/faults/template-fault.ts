import type { PodTemplate } from '../cluster/objects.ts'
import type { Random } from '../random.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { patchTemplate, scaleTo, workloadEntities } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

export interface TemplateFault {
  readonly name: string
  /** The part of the pod spec that changes, as managedFields names it. */
  readonly path: string
  readonly fits?: (unit: ServiceUnit) => boolean
  /**
   * `recreate`: scaled to nothing and back, so that no old pod is left. `rolling`: the old pod keeps serving while the new one
   * fails, and only the new pod shows it. `either` lets the seed choose.
   */
  readonly rollout: 'recreate' | 'rolling' | 'either'
  /** Between the change and the first effect. */
  readonly effectAfterSeconds?: number
  change(template: PodTemplate, at: { readonly world: World; readonly unit: ServiceUnit; readonly random: Random }): void
}

/** A kind of incident in which somebody changes one workload's pod template for the worse. The cause is the workload. */
export function templateFault(fault: TemplateFault): FaultKind {
  return {
    name: fault.name,
    plan(context) {
      const { random, at } = context
      const unit = pickService(context, fault.fits)
      const isRolling = fault.rollout === 'rolling' || (fault.rollout === 'either' && random.chance(0.35))
      const patch = (world: World) =>
        patchTemplate(world, unit, { path: fault.path, change: (template) => fault.change(template, { world, unit, random }) })
      const recreate = [
        { at, apply: (world: World) => (patch(world), scaleTo(world, unit, 0)) },
        { at: at + 3, apply: (world: World) => scaleTo(world, unit, unit.replicas) },
      ]
      return singleCause(context, {
        mechanism: fault.name,
        entities: (world) => workloadEntities(world, unit),
        onset: at + (fault.effectAfterSeconds ?? 0),
        steps: isRolling ? [{ at, apply: patch }] : recreate,
      })
    },
  }
}
