import { parseEntity } from '../../../domain/entity.ts'
import type { ObjectChange } from '../../scene/scene.ts'

/** Settings of a flag definition that decide what it serves (flagd and OpenFeature name them so; others are close variants). */
export const FLAG_SETTINGS = /\.(defaultVariant|state|enabled|value|variant|rollout|percentage|fallthrough)(\.|$)/i
/** A flag file is recognised by a collection of this name on the way to the setting. */
const FLAG_COLLECTIONS = /(^|\.)(flags?|features?|toggles?|featureFlags)\./i
/** Plain switches count as flags in a file, or under a key, that is called so. */
const FLAG_WORDS = /flag|feature|toggle|experiment|switch/i
const SWITCH_PAIRS: readonly (readonly string[])[] = [
  ['true', 'false'],
  ['on', 'off'],
  ['enabled', 'disabled'],
  ['yes', 'no'],
]

/** True when the change sets what a feature flag serves. */
export function isFlagSwitch(change: ObjectChange): boolean {
  const isConfig = parseEntity(change.entity).kind === 'ConfigMap' && change.kind === 'updated'
  if (!isConfig || change.from === null || change.to === null) return false
  const isSetting = FLAG_COLLECTIONS.test(change.path) && FLAG_SETTINGS.test(change.path)
  return isSetting || (isSwitched(change.from, change.to) && FLAG_WORDS.test(`${parseEntity(change.entity).name}.${change.path}`))
}

/** A switch that was thrown: one word of a pair became the other. */
function isSwitched(from: string, to: string): boolean {
  const [before, after] = [from, to].map((value) => value.toLowerCase().replaceAll(/["']/g, ''))
  return SWITCH_PAIRS.some((pair) => before !== after && pair.includes(before ?? '') && pair.includes(after ?? ''))
}
