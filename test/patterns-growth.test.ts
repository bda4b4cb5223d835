import { describe, expect, it } from 'vitest'
import { attacksOn, spell } from './support/patterns/attacks.ts'
import { collectPatterns } from './support/patterns/collect.ts'
import { growthOf, LENGTHS } from './support/patterns/growth.ts'
import { proveLinear } from './support/patterns/prove-linear.ts'

/** Ten seconds of computing; the rest is for a machine that does other things as well. */
const TIMEOUT_MS = 300_000

function run(pattern: RegExp): (text: string) => void {
  return (text) => void (pattern.global ? text.replace(pattern, '') : pattern.exec(text))
}

/** Bounded repetitions take more and more until their bound is reached, and then no more. */
function lengthsFor(pattern: RegExp): readonly number[] {
  const proof = proveLinear(pattern)
  return proof.kind === 'linear' && proof.window > 1 ? LENGTHS.slice(-1) : LENGTHS
}

function grown(pattern: RegExp): string | null {
  const lengths = lengthsFor(pattern)
  for (const attack of attacksOn(pattern, proveLinear(pattern))) {
    const found = growthOf(run(pattern), (length) => spell(attack, length), lengths)
    if (found !== null)
      return `${JSON.stringify(attack)}: twice the text takes ${found.factors.map((factor) => factor.toFixed(1)).join(' and ')} times as long`
  }
  return null
}

const { found } = await collectPatterns()
const patterns = new Map(found.map(({ pattern, place }) => [String(pattern), { pattern, place }]))

describe('the growth of patterns', () => {
  it(
    'is linear for each pattern of the code base, on texts made from the pattern and on general ones',
    () => {
      const faults = [...patterns.values()].flatMap(
        ({ pattern, place }) => grown(pattern)?.replace(/^/, `${place} ${String(pattern)} `) ?? [],
      )

      expect(faults).toEqual([])
    },
    TIMEOUT_MS,
  )

  it.each([
    ['quadratic', /\w+ failed/],
    ['quadratic behind an assertion', /(?<![.-])\w+(?=;)/],
    ['quadratic over many matches', /[a-z](?:\w*;)?/g],
    ['cubic', /^\s*(\w*)\s*\w*\s*$/],
  ])('is measured: %s %s is caught', (_name, pattern) => {
    expect(grown(pattern)).not.toBeNull()
    expect(proveLinear(pattern).kind).toBe('superlinear')
  })

  it.each([
    ['entered once', /(?<!\w)\w+ failed/],
    ['in a window', /\w{1,40} failed/],
    ['never tried again', /"(?:[^"\\]|\\.)*/g],
    ['anchored', /^\w+;$/],
  ])('is measured: %s %s is let pass', (_name, pattern) => {
    expect(grown(pattern)).toBeNull()
    expect(proveLinear(pattern).kind).toBe('linear')
  })
})
