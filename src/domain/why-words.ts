import type { WhyPart } from './diagnosis.ts'
import type { Feature } from './submission.ts'

type Weighed = Pick<WhyPart, 'feature' | 'value' | 'weight'>

/** What a value counts. `yes or no`: 1 or 0. `of 1`: from nothing to everything. The others are counts of what they say. */
type Unit = 'yes or no' | 'of 1' | 'halvings' | 'doublings' | 'e-folds' | 'nats'

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
  trace_recent: said('it was changed before; nothing says more'),
  trace_numbers: said('what it shows may come from elsewhere'),
  reason_unknown: said('what is wrong with it is not said'),
  fit: { unit: 'halvings', words: ({ value }) => `fits what is seen to ${hundredths(2 ** -value)} of 100` },
  delay: { unit: 'e-folds', words: () => 'such things show sooner' },
  returning: { unit: 'doublings', words: () => 'it happened before without harm' },
  afterwards: { unit: 'nats', words: () => 'the change came after the symptoms' },
  late: said('first seen minutes after its symptoms'),
  direct: said('its effect is seen where it bites'),
  seen: { unit: 'of 1', words: () => 'several of its effects are seen' },
  missing: { unit: 'of 1', words: ({ value }) => `${shareWords(value)} of what it must show is missing` },
  contrary: said('what it leaves no room for is seen there'),
  coverage: { unit: 'of 1', words: ({ value }) => `explains ${shareWords(value)} of the harm` },
  nearby: { unit: 'of 1', words: ({ value }) => `${shareWords(value)} of the harm is at what it uses` },
  followed: { unit: 'of 1', words: ({ value }) => `${shareWords(value)} of the harm came after it` },
  alerted: { unit: 'of 1', words: ({ value }) => `explains ${shareWords(value)} of the alerts` },
  faint: { unit: 'halvings', words: () => 'too little is lost there for the alert' },
  unfelt: said('nothing that departed comes of it'),
  passed: { unit: 'doublings', words: () => 'what it did is over' },
  uncalled: said('nobody calls what it hurts'),
  standing: { unit: 'doublings', words: () => 'it was so long before' },
  idle: { unit: 'doublings', words: () => 'it was so long before, and no user felt it' },
  named: { unit: 'of 1', words: ({ value }) => `${shareWords(value)} of those who complain name it` },
  suffers: said('another candidate hurts it'),
  suffers_traced: said('one with a trace of its own hurts it'),
  suffers_stated: said('one whose failure is stated hurts it'),
  common: { unit: 'nats', words: () => 'others here are odd in the same way' },
  people: {
    unit: 'doublings',
    words: ({ value }) => (value < 0 ? 'what people said speaks against it' : 'what people said speaks for it'),
  },
  same_act: said('was put in place with the first cause'),
  left_over: said('explains what the first cause leaves'),
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

/** The sum that orders the candidates of one answer: higher is more likely. One point more is odds of 2.7 to 1. */
export function sumOf(why: readonly Pick<WhyPart, 'value' | 'weight'>[]): number {
  return why.reduce((sum, part) => sum + pointsOf(part), 0)
}

function said(words: string): Meaning {
  return { unit: 'yes or no', words: () => words }
}

function meaningOf({ feature }: Weighed): Meaning | undefined {
  return Object.hasOwn(MEANINGS, feature) ? MEANINGS[feature as Feature] : undefined
}

/** What rounds to all or nothing is said so only where it is. */
function shareWords(share: number): string {
  if (share > 1 - EXACT) return 'all'
  return share < EXACT ? 'none' : `${hundredths(share)} of 100`
}

function hundredths(ratio: number): string {
  return String(Math.round(ratio * 100))
}
