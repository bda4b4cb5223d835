/** One incident to learn from: its alternatives ("none of these" among them) with their features, and which of them are right. */
export interface Choice {
  /** Alternatives one after another, each with all features in one order. */
  readonly features: Float64Array
  readonly isRight: readonly boolean[]
  /** How much it counts, in incidents. */
  readonly weight: number
}

/** What is known of each weight before any incident is seen. */
export interface Prior {
  /** What it is drawn towards. */
  readonly mean: readonly number[]
  /** The sign that it must have: 1, -1, or 0 for either. */
  readonly sign: readonly (1 | -1 | 0)[]
  /** Strength of the pull, in incidents. */
  readonly strength: number
}

/** Steps after which the fit ends; hundreds are usual. */
const MAX_STEPS = 3_000
/** Length of a step from which on nothing is gained. */
const CONVERGED = 1e-5
/** Shortest step that is tried. */
const LEAST_STEP = 1e-12
/** Least probability of what is right, so that one incident that cannot be explained costs a finite loss. */
const LEAST_CHANCE = 1e-12

/**
 * Weights of a conditional logit: the probability of an alternative is exp(weights · features) over the sum of all (McFadden 1974, "Conditional logit analysis of
 * qualitative choice behavior"). Maximises the weighted log-likelihood of the right ones less a quadratic pull to the prior, by accelerated projected gradient
 * steps (Beck and Teboulle 2009) with backtracking and restart; signs are kept by projection. Deterministic.
 */
export function fitWeights(choices: readonly Choice[], prior: Prior): readonly number[] {
  let at = project(Float64Array.from(prior.mean), prior)
  let ahead = at
  let momentum = 1
  let step = 1
  for (let count = 0; count < MAX_STEPS; count++) {
    const { next, length } = descend(ahead, step, { choices, prior })
    step = length * 2
    const moved = difference(next, at)
    if (Math.sqrt(dot(moved, moved)) < CONVERGED) return [...next]
    // Momentum that points uphill has overshot: begin again from here (O'Donoghue and Candès 2015).
    const isOver = dot(difference(ahead, next), moved) > 0
    const following = isOver ? 1 : (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2
    const push = isOver ? 0 : (momentum - 1) / following
    ahead = next.map((value, index) => value + push * (moved[index] ?? 0))
    momentum = following
    at = next
  }
  return [...at]
}

interface Problem {
  readonly choices: readonly Choice[]
  readonly prior: Prior
}

/** One step downhill, as long as the loss lies below its quadratic bound. */
function descend(
  from: Float64Array,
  longest: number,
  { choices, prior }: Problem,
): { readonly next: Float64Array; readonly length: number } {
  const gradient = new Float64Array(from.length)
  const loss = lossAt(from, { choices, prior }, gradient)
  for (let length = longest; ; length /= 2) {
    const next = project(
      from.map((value, index) => value - length * (gradient[index] ?? 0)),
      prior,
    )
    const move = difference(next, from)
    const bound = loss + dot(gradient, move) + dot(move, move) / (2 * length)
    if (length < LEAST_STEP || lossAt(next, { choices, prior }, null) <= bound + LEAST_STEP) return { next, length }
  }
}

/** The loss at these weights; its gradient is written into `gradient` where one is given. */
function lossAt(weights: Float64Array, { choices, prior }: Problem, gradient: Float64Array | null): number {
  let loss = 0
  for (let index = 0; index < weights.length; index++) {
    const off = (weights[index] ?? 0) - (prior.mean[index] ?? 0)
    loss += (prior.strength / 2) * off * off
    if (gradient !== null) gradient[index] = prior.strength * off
  }
  for (const choice of choices) loss += lossOf(choice, weights, gradient)
  return loss
}

function lossOf({ features, isRight, weight }: Choice, weights: Float64Array, gradient: Float64Array | null): number {
  const chances = chancesOf(features, weights)
  const right = isRight.reduce((sum, isSo, index) => sum + (isSo ? (chances[index] ?? 0) : 0), 0)
  if (gradient !== null)
    for (let index = 0; index < chances.length; index++) {
      const chance = chances[index] ?? 0
      const pull = weight * (chance - (isRight[index] ? chance / Math.max(right, LEAST_CHANCE) : 0))
      const begin = index * weights.length
      for (let place = 0; place < weights.length; place++) gradient[place] = (gradient[place] ?? 0) + pull * (features[begin + place] ?? 0)
    }
  return -weight * Math.log(Math.max(right, LEAST_CHANCE))
}

/** Probabilities of the alternatives of one choice; they sum to 1. */
export function chancesOf(features: Float64Array, weights: ArrayLike<number>): Float64Array {
  const chances = new Float64Array(features.length / weights.length)
  let highest = -Infinity
  for (let index = 0; index < chances.length; index++) {
    let sum = 0
    const begin = index * weights.length
    for (let place = 0; place < weights.length; place++) sum += (features[begin + place] ?? 0) * (weights[place] ?? 0)
    chances[index] = sum
    highest = Math.max(highest, sum)
  }
  let total = 0
  for (let index = 0; index < chances.length; index++) {
    const power = Math.exp((chances[index] ?? 0) - highest)
    chances[index] = power
    total += power
  }
  return chances.map((power) => power / total)
}

function project(weights: Float64Array, { sign }: Prior): Float64Array {
  return weights.map((value, index) => {
    const must = sign[index] ?? 0
    return must === 0 || value * must > 0 ? value : 0
  })
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => value - (b[index] ?? 0))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}
