import { describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '../../src/drills/faults/index.ts'
import { MAX_DRILLS, planDrills } from '../../src/drills/plan-drills.ts'

describe('src/drills/plan-drills', () => {
  it('plans one drill of every kind when nothing else is asked for', () => {
    const planned = planDrills({ life: 0, seed: 1, scale: 'small' })

    expect(planned.map((drill) => drill.spec.kind)).toEqual(FAULT_KINDS.map((kind) => kind.name))
  })

  it('gives ids that are unique and say nothing about the kind', () => {
    const planned = planDrills({ life: 0, seed: 1, count: 500, scale: 'small' })

    expect(new Set(planned.map((drill) => drill.id)).size).toBe(500)
    expect(planned.every((drill) => /^drill-[0-9a-f]{4}$/.test(drill.id))).toBe(true)
  })

  it('deals out topologies, decoys and missing files by seed', () => {
    const specs = planDrills({ life: 0, seed: 1, count: 300, scale: 'small' }).map((drill) => drill.spec)

    expect(new Set(specs.map((spec) => spec.topology))).toEqual(new Set(['shop', 'clinic', 'rail']))
    expect(specs.filter((spec) => spec.hasDecoy).length).toBeGreaterThan(40)
    expect(specs.filter((spec) => spec.kind === 'missing_files').every((spec) => spec.missing?.length === 1)).toBe(true)
    expect(specs.filter((spec) => spec.kind === 'healthy').some((spec) => spec.hasDecoy)).toBe(false)
  })

  it('repeats itself for the same seed and not for another', () => {
    const seeds = (seed: number) =>
      planDrills({ life: 0, seed, kind: 'node_down', count: 5, scale: 'small' }).map((drill) => drill.spec.seed)

    expect(seeds(3)).toEqual(seeds(3))
    expect(seeds(3)).not.toEqual(seeds(4))
  })

  it('surrounds faults with life, in businesses that have what each kind needs, and changes nothing else', () => {
    const plain = planDrills({ life: 0, seed: 1, count: 300, scale: 'small' }).map((drill) => drill.spec)
    const lively = planDrills({ life: 1, seed: 1, count: 300, scale: 'small' }).map((drill) => drill.spec)
    const chains = lively.filter(({ topology }) => topology === 'chain').map(({ kind }) => kind)

    expect(plain.filter(({ life }) => life !== undefined)).toEqual([])
    expect(lively.filter(({ life = [] }) => life.length > 3).length).toBeGreaterThan(100)
    expect(lively.filter(({ life = [] }) => life.length === 0).length).toBeGreaterThan(5)
    expect(lively.map(({ kind, seed, hasDecoy }) => [kind, seed, hasDecoy])).toEqual(
      plain.map(({ kind, seed, hasDecoy }) => [kind, seed, hasDecoy]),
    )
    expect(new Set(lively.map(({ topology }) => topology)).size).toBe(7)
    expect(chains).not.toContain('flag_flipped')
    expect(lively.filter(({ kind, topology }) => kind === 'two_faults' && topology !== 'rail')).toEqual([])
  })

  it('stops at the named limit', () => {
    expect(planDrills({ life: 0, seed: 1, count: MAX_DRILLS + 5, scale: 'small' })).toHaveLength(MAX_DRILLS)
  })

  it('names the kinds when one is unknown', () => {
    expect(() => planDrills({ life: 0, seed: 1, kind: 'gremlins', scale: 'small' })).toThrow(/gremlins/)
  })
})
