import { describe, expect, it } from 'vitest'
import type { FaultKind } from '../../src/drills/faults/fault.ts'
import { FAULT_KINDS } from '../../src/drills/faults/index.ts'
import { familyOf, isDecisive } from '../../src/drills/faults/families.ts'
import { createWorld } from '../../src/drills/create-world.ts'
import { topologiesWith } from '../../src/drills/topology/index.ts'
import { createRandom } from '../../src/drills/random.ts'

/** The mechanism of a kind, by planning it; nothing is simulated. What composed kinds may choose from are kinds themselves. */
function mechanismOf(kind: FaultKind): string | null {
  const { name, needs = [] } = kind
  const clock = { startMs: 0, now: 0 }
  const sinks = { served: () => {}, called: () => {}, log: () => {} }
  const spec = { kind: name, seed: 1, scale: 'small', topology: topologiesWith(needs).written[0] ?? 'shop' } as const
  const world = createWorld(spec, { clock, observe: () => {}, sinks, durationSeconds: 2400 })
  return kind.plan({ world, random: createRandom(1), at: 1000, delaySeconds: 0, struck: new Set() }).mechanism
}

describe('src/drills/faults/families', () => {
  it('has a family for the mechanism of every kind of drill', () => {
    const families = FAULT_KINDS.map((kind) => familyOf(mechanismOf(kind)))

    expect(new Set(families).size).toBeGreaterThan(20)
    expect(families).toContain('none')
  }, 30_000)

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
