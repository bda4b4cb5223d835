import type { EntityId } from '../../../domain/entity.ts'
import type { Scene } from '../../scene/scene.ts'
import { symptomsOf } from '../../weigh/explain.ts'

/** Units that something else than their own words shows to be hurt: what they always logged may be why. Empty when nothing is wrong. */
export function harmedUnits(scene: Scene): ReadonlySet<EntityId> {
  return new Set(symptomsOf(scene).flatMap(({ kind, unit }) => (kind === 'log_error' ? [] : [unit])))
}
