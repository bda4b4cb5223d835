import { describe, expect, it } from 'vitest'
import { collectPatterns } from './support/patterns/collect.ts'
import { proveLinear } from './support/patterns/prove-linear.ts'

/** Bounded repetitions may cost this many steps at each character. A line of 100,000 characters then takes some tenths of a second at worst. */
const MAX_WINDOW = 4_000
/** Files whose patterns are not held to this yet, each with why. An entry that is no longer needed fails the test. */
const EXCEPTED: Readonly<Record<string, string>> = {}

const { found, unknown } = await collectPatterns()
const judged = found.map(({ pattern, place }) => ({ pattern, place, file: place.split(/[:#,]/)[0] ?? '', proof: proveLinear(pattern) }))
const faults = judged.flatMap(({ pattern, place, file, proof }) => {
  const said = `${place} ${String(pattern)}`
  if (proof.kind === 'unproven') return [{ file, text: `${said} cannot be proven: it has ${proof.why}` }]
  if (proof.kind === 'superlinear') {
    return [
      { file, text: `${said} takes more than linear time on ${JSON.stringify(proof.prefix)} and then many ${JSON.stringify(proof.pump)}` },
    ]
  }
  return proof.window > MAX_WINDOW ? [{ file, text: `${said} may take ${proof.window} steps at each character` }] : []
})

describe('patterns', () => {
  it('are found, literals as well as those that are put together', () => {
    expect(found.length).toBeGreaterThan(800)
    expect(found.filter(({ place }) => place.includes('as it is loaded')).length).toBeGreaterThan(20)
  })

  it('are put together only in functions that the check knows samples of', () => {
    expect(unknown).toEqual([])
  })

  it('take linear time on whatever text', () => {
    expect(faults.filter(({ file }) => !(file in EXCEPTED)).map(({ text }) => text)).toEqual([])
  })

  it('are excepted only where one is not linear', () => {
    expect(Object.keys(EXCEPTED).filter((file) => !faults.some((fault) => fault.file === file))).toEqual([])
  })
})
