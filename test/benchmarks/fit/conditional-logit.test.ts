import { describe, expect, it } from 'vitest'
import { chancesOf, fitWeights, type Choice, type Prior } from '../../../benchmarks/fit/conditional-logit.ts'
import { createRandom } from '../../../src/drills/random.ts'

const FREE: Prior = { mean: [0, 0], sign: [0, 0], strength: 1e-3 }

/** Choices between four alternatives with two features each, of which one is drawn by the true weights. */
function choicesBy(weights: readonly number[], count: number): readonly Choice[] {
  const random = createRandom(7)
  return Array.from({ length: count }, () => {
    const features = Float64Array.from({ length: 8 }, () => random.between(-1, 1))
    const drawn = random.between(0, 1)
    const chances = [...chancesOf(features, weights)]
    const upTo = chances.map((_, index) => chances.slice(0, index + 1).reduce((sum, chance) => sum + chance, 0))
    const right = upTo.findIndex((sum) => drawn <= sum)
    return { features, isRight: chances.map((_, index) => index === right), weight: 1 }
  })
}

describe('benchmarks/fit/conditional-logit', () => {
  it('gives probabilities that sum to 1 and follow the weighted sums', () => {
    const chances = chancesOf(Float64Array.from([1, 0, 0, 1, 0, 0]), [Math.log(2), Math.log(5)])

    expect([...chances].map((chance) => Number(chance.toFixed(6)))).toEqual([0.25, 0.625, 0.125])
  })

  it('recovers the weights that drew the choices', () => {
    const [first = 0, second = 0] = fitWeights(choicesBy([2, -1], 4_000), FREE)

    expect(Math.abs(first - 2)).toBeLessThan(0.15)
    expect(Math.abs(second + 1)).toBeLessThan(0.15)
  })

  it('keeps a sign that the choices speak against, at 0', () => {
    const [first, second = 0] = fitWeights(choicesBy([2, -1], 1_000), { ...FREE, sign: [-1, -1] })

    expect(first).toBe(0)
    expect(second).toBeLessThan(-0.5)
  })

  it('stays with the prior where no choice speaks, and leaves it as they do', () => {
    const prior: Prior = { mean: [3, -2], sign: [1, -1], strength: 0.3 }
    const silent: Choice = { features: Float64Array.from([1, 1, 1, 1]), isRight: [true, false], weight: 1 }

    expect(fitWeights([], prior)).toEqual([3, -2])
    expect(fitWeights([silent], prior).map((weight) => Number(weight.toFixed(3)))).toEqual([3, -2])
    expect(fitWeights(choicesBy([1, -1], 1_000), prior)[0]).toBeLessThan(1.5)
  })

  it('counts every right alternative of a choice', () => {
    const either: Choice = { features: Float64Array.from([1, 0, 0, 1, 0, 0]), isRight: [true, true, false], weight: 1 }

    const [first = 0, second = 0] = fitWeights([either], { ...FREE, strength: 0.1 })

    expect(first).toBeGreaterThan(0.5)
    expect(second).toBeCloseTo(first, 3)
  })

  it('follows the choice that weighs more where two contradict each other', () => {
    const choice = (isFirst: boolean, weight: number): Choice => ({
      features: Float64Array.from([1, 0, 0, 0]),
      isRight: [isFirst, !isFirst],
      weight,
    })

    expect(fitWeights([choice(true, 1), choice(false, 0.1)], FREE)[0]).toBeGreaterThan(1)
    expect(fitWeights([choice(true, 0.1), choice(false, 1)], FREE)[0]).toBeLessThan(-1)
  })
})
