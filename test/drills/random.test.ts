import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, hexOf, suffixOf, uidOf } from '../../src/drills/random.ts'

describe('src/drills/random', () => {
  it('repeats a stream for the same seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const draw = () => {
          const random = createRandom(seed)
          return Array.from({ length: 20 }, () => random.next())
        }

        expect(draw()).toEqual(draw())
      }),
    )
  })

  it('stays inside its bounds', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -50, max: 50 }), fc.nat({ max: 100 }), (seed, low, width) => {
        const random = createRandom(seed)

        for (let draw = 0; draw < 50; draw++) {
          const value = random.integer(low, low + width)
          expect(Number.isInteger(value) && value >= low && value <= low + width).toBe(true)
        }
      }),
    )
  })

  it('forks a stream that later draws do not move', () => {
    const random = createRandom(9)
    const early = random.fork('traffic').next()
    random.next()

    expect(random.fork('traffic').next()).toBe(early)
  })

  it('spreads around its median', () => {
    const random = createRandom(4)
    const values = Array.from({ length: 2001 }, () => random.spread(10, 0.4)).sort((a, b) => a - b)

    expect(values[1000]).toBeGreaterThan(9)
    expect(values[1000]).toBeLessThan(11)
  })

  it('makes ids in the forms of traces and of Kubernetes', () => {
    const random = createRandom(1)

    expect(hexOf(random, 32)).toMatch(/^[0-9a-f]{32}$/)
    expect(uidOf(random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(suffixOf(random, 5)).toMatch(/^[b-df-hj-np-tv-z2-9]{5}$/)
  })

  it('refuses to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow(/nothing to pick/)
  })
})
