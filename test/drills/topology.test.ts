import { describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '../../src/drills/faults/index.ts'
import { createRandom } from '../../src/drills/random.ts'
import { SHAPES } from '../../src/drills/topology/generated.ts'
import { TOPOLOGIES, chooseTopology, topologiesWith } from '../../src/drills/topology/index.ts'

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed)
const GENERATED = SHAPES.flatMap(({ name }) => SEEDS.map((seed) => chooseTopology(name, createRandom(seed))))

describe('src/drills/topology', () => {
  it('makes businesses of three to forty services and more, each with names of its own', () => {
    const sizes = GENERATED.map(({ services }) => services.filter(({ role }) => role !== 'load').length)

    expect(Math.min(...sizes)).toBe(3)
    expect(Math.max(...sizes)).toBeGreaterThan(30)
    expect(GENERATED.every(({ services }) => new Set(services.map(({ name }) => name)).size === services.length)).toBe(true)
    expect(new Set(GENERATED.flatMap(({ services }) => services.map(({ name }) => name))).size).toBeGreaterThan(500)
  })

  it('lets every call lead to a service or to a host outside, and every service be called, fed or the entrance', () => {
    for (const { services, byKey } of GENERATED) {
      const called = new Set(services.flatMap(({ calls }) => calls.map(({ to }) => to)))

      expect([...called].filter((to) => !byKey.has(to) && !to.endsWith('.example'))).toEqual([])
      expect(services.filter(({ key, role }) => !called.has(key) && !['load', 'worker', 'flags', 'database'].includes(role))).toEqual([])
    }
  })

  it('has teams that call the workload as the service, and teams that do not', () => {
    const same = GENERATED.map(({ services }) => services.every(({ name, workload }) => name === workload))

    expect(same).toContain(true)
    expect(same).toContain(false)
  })

  it('puts a queue between two namespaces', () => {
    const pipeline = chooseTopology('pipeline', createRandom(3))
    const [consumer] = pipeline.services.filter(({ role }) => role === 'worker')
    const [edge] = pipeline.services.filter(({ role }) => role === 'edge')

    expect(pipeline.namespaces).toHaveLength(2)
    expect(consumer?.namespace).not.toBe(edge?.namespace)
  })

  it('is the same for the same seed', () => {
    expect(SHAPES.map(({ name }) => chooseTopology(name, createRandom(7)))).toEqual(
      SHAPES.map(({ name }) => chooseTopology(name, createRandom(7))),
    )
  })

  it('has for every kind of drill a business with what it needs', () => {
    const without = FAULT_KINDS.filter(({ needs = [] }) => topologiesWith(needs).written.length === 0)

    expect(without).toEqual([])
    expect(topologiesWith([]).written).toEqual(TOPOLOGIES.map(({ name }) => name))
    expect(topologiesWith(['flags']).generated).not.toContain('chain')
  })
})
