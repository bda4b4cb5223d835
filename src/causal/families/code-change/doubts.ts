import type { Symptom } from '../../scene/symptoms/symptom.ts'
import type { Topic } from '../../scene/symptoms/topic-words.ts'
import { EFFECTS } from './effects.ts'
import type { Hazard } from '../../../diffs/hazard.ts'
import { ALIGNED } from './amounts.ts'

/** One rare word, the package's name, is enough. */
const LEAST_PACKAGE_WORDS = 0.3
/** What is left of a fit that nothing bears out, or that the errors speak against. */
const UNPROVEN = 0.6
/** Clarity from which the lines themselves leave no doubt of what they do. */
const PLAIN = 0.8
/** Symptoms that name their fault; the others (slow, failing, busy) come with any. */
const SPECIFIC: ReadonlySet<Topic> = new Set([
  'race',
  'lock_wait',
  'memory',
  'null',
  'pool',
  'handles',
  'disk',
  'slow_query',
  'too_large',
  'parse',
  'contract',
  'auth',
  'tls',
  'resolve',
  'duplicate',
  'startup',
])

interface Proof {
  readonly what: number
  readonly words: number
  readonly amounts: number
}

/** What a fit keeps, 0 to 1, when nothing bears it out or when the errors of the service speak of another fault. */
export function doubtOf(hazard: Hazard, proof: Proof, here: readonly Symptom[]): number {
  return (isBorneOut(hazard, proof) ? 1 : UNPROVEN) * (isContradicted(hazard, here) ? UNPROVEN : 1)
}

/**
 * A shape that innocent code has too must be borne out by words, or by amounts together with its very own symptom. Many packages get new versions in peace, so a new version
 * counts only when the error speaks of that package.
 */
function isBorneOut(hazard: Hazard, { what, words, amounts }: Proof): boolean {
  if (hazard.kind === 'dependency_bumped') return words >= LEAST_PACKAGE_WORDS
  // Neither its own symptom nor a word nor an amount: unless the lines leave no doubt, it only came at that time.
  if (hazard.clarity < PLAIN && what < 1 && words === 0 && amounts <= ALIGNED) return false
  return hazard.clarity >= 0.5 || words >= 0.5 || (what === 1 && amounts >= 0.7)
}

/**
 * The service names its trouble, and it is none that this hazard makes: a missing field is no matter of a time limit. A record that names the
 * hazard's very own symptom beside another one speaks for it.
 */
function isContradicted(hazard: Hazard, here: readonly Symptom[]): boolean {
  const { direct, indirect } = EFFECTS[hazard.kind]
  const fits = (kind: Topic) => direct.includes(kind) || (SPECIFIC.has(kind) && indirect.includes(kind))
  const isTold = ({ source, about }: Symptom) => source !== 'metric' && source !== 'alert' && [...about].some((kind) => SPECIFIC.has(kind))
  const told = here.filter(isTold)
  return direct.length + indirect.length > 0 && told.length > 0 && !told.some(({ about }) => [...about].some(fits))
}
