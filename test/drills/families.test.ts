import { describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '../../src/drills/faults/index.ts'
import { familyOf, isDecisive } from '../../src/drills/faults/families.ts'
import { createWorld } from '../../src/drills/create-world.ts'
import { createRandom } from '../../src/drills/random.ts'

/** The mechanisms of every kind, by planning it on a large business for several seeds; nothing is simulated. */
function mechanismsOf(kind: (typeof FAULT_KINDS)[number]): (string | null)[] {
  return [1, 2, 3, 4, 5, 6].map((seed) => {
    const clock = { startMs: 0, now: 0 }
    const sinks = { served: () => {}, called: () => {}, log: () => {} }
    const world = createWorld(
      { kind: kind.name, seed, scale: 'small', topology: 'rail' },
      { clock, observe: () => {}, sinks, durationSeconds: 2400 },
    )
    return kind.plan({ world, random: createRandom(seed), at: 1000, delaySeconds: 0, struck: new Set() }).mechanism
  })
}

describe('src/drills/faults/families', () => {
  it('has a family for the mechanism of every kind of drill', () => {
    const families = FAULT_KINDS.flatMap((kind) => mechanismsOf(kind).map(familyOf))

    expect(new Set(families).size).toBeGreaterThan(20)
    expect(families).toContain('none')
  }, 60_000)

  it('calls a drill decisive when one of the sets of readings is complete, and both causes of two', () => {
    expect(isDecisive('scaled_to_zero', new Set(['objects']))).toBe(true)
    expect(isDecisive('network_policy_deny', new Set(['objects']))).toBe(false)
    expect(isDecisive('network_policy_deny', new Set(['objects', 'alerts']))).toBe(true)
    expect(isDecisive('scaled_to_zero and external_provider', new Set(['objects']))).toBe(false)
    expect(isDecisive(null, new Set())).toBe(true)
  })

  it('refuses a mechanism of no family', () => {
    expect(() => familyOf('gremlins')).toThrow(/gremlins/)
  })
})
