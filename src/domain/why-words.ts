import type { WhyPart } from './diagnosis.ts'
import type { Feature } from './submission.ts'

type Weighed = Pick<WhyPart, 'feature' | 'value' | 'weight'>

/** What a value counts. `yes or no`: 1 or 0. `of 1`: from nothing to everything, on the scale of the score. The others are counts of what they say. */
type Unit = 'yes or no' | 'of 1' | 'halvings' | 'doublings' | 'points'

interface Meaning {
  readonly unit: Unit
  /** In words for people, at most 42 characters, so that a line of a table holds it. */
  readonly words: (part: Weighed) => string
}

/** Values are kept with four digits. */
const EXACT = 0.001

/** What each feature means; features of other versions are shown by their names. */
const MEANINGS: Readonly<Record<Feature, Meaning>> = {
  trace_stated: said('a record states the failure and why'),
  trace_changed: said('a change that does this is recorded'),
  trace_measured: said('numbers single out this kind of fault'),
  trace_odd: said('something odd that would do this'),
  trace_numbers_after_change: said('changed just before; no record of a fault'),
  trace_numbers: said('what it shows may come from elsewhere'),
  fit: { unit: 'halvings', words: ({ value }) => `fits what is seen to ${hundredths(2 ** -value)} of 100` },
  order_before: said('there when the symptoms began'),
  order_unknown: said('no record says since when'),
  order_old: said('there for hours before the symptoms'),
  order_late: said('first seen minutes after the symptoms'),
  order_afterwards: said('came long after the symptoms'),
  direct: {
    unit: 'yes or no',
    words: ({ value }) => (value === 0 ? 'felt only by those who wait on it' : 'its effect is seen where it bites'),
  },
  coverage: { unit: 'of 1', words: (part) => `explains ${shareWords(shareExplained(part))} of the harm` },
  people: {
    unit: 'doublings',
    words: ({ value }) => (value < 0 ? 'what people said speaks against it' : 'what people said speaks for it'),
  },
  upstream: { unit: 'points', words: () => 'hurts what would else come first' },
  same_act: { unit: 'points', words: () => 'was put in place with the first cause' },
  uncaused: { unit: 'points', words: () => 'nothing else brings this about' },
  left_over: { unit: 'points', words: () => 'explains what the first cause leaves' },
  model_only: said('only the model names it'),
}

/** What decided, in words: `explains 83 of 100 of the harm`. A feature that this version does not know is told by its name. */
export function featureWords(part: Weighed): string {
  return meaningOf(part)?.words(part) ?? part.feature.replaceAll('_', ' ')
}

/** The value with its unit: `yes`, `0.82 of 1`, `0.70 halvings`. */
export function valueWords(part: Weighed): string {
  const unit = meaningOf(part)?.unit
  if (unit === 'yes or no') return part.value === 0 ? 'no' : 'yes'
  return `${part.value.toFixed(2)}${unit === undefined ? '' : ` ${unit}`}`
}

/** What a feature adds to the sum that orders the candidates. */
export function pointsOf({ value, weight }: Pick<WhyPart, 'value' | 'weight'>): number {
  return value * weight
}

/** The sum that orders the candidates of one answer: higher is more likely; zero is the worst that the engine knows. */
export function sumOf(why: readonly Pick<WhyPart, 'value' | 'weight'>[]): number {
  return why.reduce((sum, part) => sum + pointsOf(part), 0)
}

function said(words: string): Meaning {
  return { unit: 'yes or no', words: () => words }
}

function meaningOf({ feature }: Weighed): Meaning | undefined {
  return Object.hasOwn(MEANINGS, feature) ? MEANINGS[feature as Feature] : undefined
}

/** The share of the harm behind a value on the scale of the score, which begins at a floor: exp(-weight) is the floor. */
function shareExplained({ value, weight }: Weighed): number {
  const floor = Math.exp(-weight)
  return floor === 1 ? value : (Math.exp(weight * (value - 1)) - floor) / (1 - floor)
}

/** What rounds to all or nothing is said so only where it is. */
function shareWords(share: number): string {
  if (share > 1 - EXACT) return 'all'
  return share < EXACT ? 'none' : `${hundredths(share)} of 100`
}

function hundredths(ratio: number): string {
  return String(Math.round(ratio * 100))
}
