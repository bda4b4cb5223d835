import { declaredStart } from '../scene/onset.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import type { NoneFeature } from './feature.ts'
import type { Field } from './field.ts'

/** What speaks for and against the answer that none of the candidates is the cause. */
export function describeNone({ symptoms, scene, isLeftOver }: Field): Readonly<Record<NoneFeature, number>> {
  return {
    none: 1,
    slight: symptoms.every(({ strength }) => strength < THRESHOLDS.slight) ? 1 : 0,
    over: symptoms.every(({ until }) => until !== null) ? 1 : 0,
    declared: declaredStart(scene.facts) === null ? 0 : 1,
    more: isLeftOver ? 1 : 0,
  }
}
