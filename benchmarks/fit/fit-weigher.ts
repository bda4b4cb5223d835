import { CANDIDATE_FEATURES, NONE_FEATURES, type WeighedFeature } from '../../src/causal/weigh/feature.ts'
import { chancesOf, fitWeights, type Choice, type Prior } from './conditional-logit.ts'
import type { Alternatives, DescribedIncident } from './describe-incident.ts'

/** What is fitted: the weight of each feature. */
export interface Fitted {
  readonly weights: Readonly<Record<string, number>>
}

/** Strength of the pull to the prior, in incidents; 0.1 to 1 gave the same left-out scores. See docs/decisions/0017. */
const PULL = 0.3
/** How much a claim where nothing is wrong costs, in misses of a cause: somebody mends what is well, and believes the next answer less. */
const HEALTHY_WEIGHT = 6
/** Digits kept of what is fitted. */
const DIGITS = 3

const DEFINITIONS = Object.entries({ ...CANDIDATE_FEATURES, ...NONE_FEATURES })
/** In the order of their definition. */
const NAMES = DEFINITIONS.map(([name]) => name) as readonly WeighedFeature[]
const PRIOR: Prior = {
  mean: DEFINITIONS.map(([, { prior = 0 }]) => prior),
  sign: DEFINITIONS.map(([, { sign }]) => sign),
  strength: PULL,
}

/** Fits the weigher. Each set counts as the root of its incidents, so that the largest does not decide alone. */
export function fitWeigher(incidents: readonly DescribedIncident[]): Fitted {
  const sizes = new Map([...Map.groupBy(incidents, familyOfSet)].map(([set, own]) => [set, own.length]))
  const choices = incidents.flatMap((incident): readonly Choice[] => {
    const weight = (sizes.get(familyOfSet(incident)) ?? 1) ** -0.5 * (incident.isHealthy ? HEALTHY_WEIGHT : 1)
    const further =
      incident.leftOver === null ? [] : [{ features: featuresOf(incident.leftOver), isRight: rightOf(incident.leftOver), weight }]
    return [{ features: featuresOf(incident), isRight: rightOf(incident), weight }, ...further]
  })
  const weights = fitWeights(choices, PRIOR)
  return { weights: Object.fromEntries(NAMES.map((name, index) => [name, rounded(weights[index] ?? 0)])) }
}

/** The probability of each candidate and, last, of none of them. */
export function chancesIn(incident: Alternatives, { weights }: Fitted): readonly number[] {
  return [
    ...chancesOf(
      featuresOf(incident),
      NAMES.map((name) => weights[name] ?? 0),
    ),
  ]
}

/** Sets that differ in a seed only are one set: an engine that has seen one has seen the other. */
export function familyOfSet({ set }: Pick<DescribedIncident, 'set'>): string {
  return set.replace(/-\d+$/, '')
}

/** Which alternatives are right: those that fit wholly, else those at the right place, else "none of these", which is last. */
export function rightOf({ isHealthy, candidates }: Alternatives): readonly boolean[] {
  const best = candidates.some(({ fits }) => fits === 'whole') ? 'whole' : 'entity'
  const right = candidates.map(({ fits }) => !isHealthy && fits === best)
  return [...right, !right.includes(true)]
}

function featuresOf({ candidates, none }: Alternatives): Float64Array {
  return Float64Array.from(
    [...candidates.map(({ values }) => values), none].flatMap((values) => NAMES.map((name) => Reflect.get(values, name) ?? 0)),
  )
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS)) + 0
}
