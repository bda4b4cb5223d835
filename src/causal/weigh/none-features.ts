import { isEndedByPeople, overFor } from './features-of.ts'
import { isClear, harmIn, type Symptom } from '../scene/symptoms/symptom.ts'
import { declaredStart } from '../scene/onset.ts'
import type { NoneFeature } from './feature.ts'
import type { Field } from './field.ts'

/** What speaks for and against the answer that none of the candidates is the cause. */
export function describeNone({ candidates, symptoms, scene, isLeftOver }: Field): Readonly<Record<NoneFeature, number>> {
  return {
    none: 1,
    slight: !symptoms.some(isClear) ? 1 : 0,
    over: candidates.some(isEndedByPeople) ? 0 : overFor(feltElseAll(symptoms), scene),
    declared: declaredStart(scene.facts) === null ? 0 : 1,
    more: isLeftOver ? 1 : 0,
  }
}

/** What users feel, all of it where they feel none: what is wrong besides with what nobody uses goes on for weeks. */
function feltElseAll(symptoms: readonly Symptom[]): readonly Symptom[] {
  const harm = harmIn(symptoms).filter(({ kind }) => kind !== 'traffic_drop')
  return harm.length > 0 ? harm : symptoms
}
