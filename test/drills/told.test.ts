import { describe, expect, it } from 'vitest'
import { createWorld } from '../../src/drills/create-world.ts'
import { TOLD_FAULTS } from '../../src/drills/faults/told/index.ts'
import { fillLine } from '../../src/drills/faults/told/fill-line.ts'
import type { ToldFault, Voice } from '../../src/drills/faults/told/told-fault.ts'
import { toldKind } from '../../src/drills/faults/told/told-kind.ts'
import { createRandom } from '../../src/drills/random.ts'
import type { HostRecord, LogRecord } from '../../src/drills/writers/sinks.ts'

const AT = 1000
const CLOCK = { startMs: Date.UTC(2026, 2, 1, 12), now: 0 }

/** Plans a row and lets its steps happen, without time between them: what is written, and the truth. */
function play(fault: ToldFault, seed: number) {
  const written: (LogRecord | HostRecord)[] = []
  const sinks = { served: () => {}, called: () => {}, log: (record: LogRecord | HostRecord) => void written.push(record) }
  const clock = { ...CLOCK }
  const world = createWorld(
    { kind: fault.name, seed, scale: 'small', topology: 'shop' },
    { clock, observe: () => {}, sinks, durationSeconds: 2080 },
  )
  const plan = toldKind(fault).plan({ world, random: createRandom(seed), at: AT, delaySeconds: 0, struck: new Set() })
  for (const step of plan.steps.toSorted((a, b) => a.at - b.at)) {
    clock.now = step.at
    step.apply(world)
  }
  return { world, plan, written, truth: plan.truth(world) }
}

/** The longest part of a voice's line that nothing fills. */
function marksOf(voice: Voice): string[] {
  return voice.lines.map((line) => line.split(/\{[a-zA-Z]+\}/).toSorted((a, b) => b.length - a.length)[0] ?? '')
}

function faultNamed(name: string): ToldFault {
  const fault = TOLD_FAULTS.find((each) => each.name === name)
  if (!fault) throw new RangeError(name)
  return fault
}

describe('src/drills/faults/told', () => {
  it('has at least four voices in each row, each with lines that can be filled', () => {
    const facts = { random: createRandom(1), clock: CLOCK, at: 1100, since: 1000, self: 'desk' }

    const filled = TOLD_FAULTS.flatMap(({ voices }) => voices).flatMap(({ lines }) => lines.map((line) => fillLine(line, facts)))

    expect(TOLD_FAULTS.filter(({ voices }) => voices.length < 4)).toEqual([])
    expect(new Set(TOLD_FAULTS.map(({ name }) => name)).size).toBe(33)
    expect(filled.filter((line) => /\{[a-zA-Z]+\}/.test(line))).toEqual([])
  })

  it('refuses a line with a word that nothing fills', () => {
    const facts = { random: createRandom(1), clock: CLOCK, at: 0, since: 0, self: 'desk' }

    expect(() => fillLine('{gremlins} in the disk', facts)).toThrow(/gremlins/)
  })

  it.each(TOLD_FAULTS.map((fault) => [fault.name, fault] as const))(
    'writes the words of one voice of %s, by whom it strikes',
    (_, fault) => {
      const { written, truth } = play(fault, 7)

      const writers = new Set(
        written.map((record) => ('host' in record ? `_cluster/Node/${record.host}` : `Pod/${record.pod.metadata.name}`)),
      )
      const speaking = fault.voices.filter((voice) => marksOf(voice).some((mark) => written.some(({ body }) => body.includes(mark))))
      expect(written.length).toBeGreaterThan(1)
      expect(speaking.length).toBeGreaterThan(0)
      expect([...writers].filter((writer) => !truth.accept.flat().some((name) => name.endsWith(writer)))).toEqual([])
      expect(written.filter(({ at }) => at < AT)).toEqual([])
    },
  )

  it('draws every voice of a row by seed', () => {
    const fault = faultNamed('disk_full')

    const bodies = Array.from({ length: 40 }, (_, seed) =>
      play(fault, seed)
        .written.map(({ body }) => body)
        .join('\n'),
    )

    const unheard = fault.voices.filter((voice) => !marksOf(voice).some((mark) => bodies.some((body) => body.includes(mark))))
    expect(unheard).toEqual([])
  }, 20_000)

  it('names the struck thing under all its names', () => {
    const [database, service, node] = ['disk_full', 'certificate_name_wrong', 'swapping'].map(
      (name) => play(faultNamed(name), 3).truth.accept[0],
    )

    expect(database?.map((name) => name.split('/')[1])).toEqual(['StatefulSet', 'Pod', 'Service'])
    expect(service?.map((name) => name.split('/')[1])).toEqual(['Deployment', 'Pod', 'Service', 'Certificate', 'Secret'])
    expect(node?.map((name) => name.split('/').slice(0, 2).join('/'))).toEqual(['_cluster/Node'])
  })

  it('lets what is struck fail, refuse, hang or wait', () => {
    const fails = play(faultNamed('disk_full'), 3).world.conditions.at(-1)
    const slows = play(faultNamed('slow_query'), 3).world.conditions.at(-1)
    const refuses = play(faultNamed('authority_unknown'), 3).world.network.at(-1)
    const hangs = play(faultNamed('conntrack_full'), 3).world.network.at(-1)

    expect(fails).toMatchObject({ from: AT, failureRatio: 0.6, failure: { kind: 'application' } })
    expect(slows?.delaySeconds).toBeGreaterThan(2)
    expect(refuses?.failure).toMatchObject({ kind: 'reset' })
    expect(hangs).toMatchObject({ lossRatio: 0.5, failure: { kind: 'timeout' } })
  })

  it('lets memory grow without reaching its limit', () => {
    const { world } = play(faultNamed('memory_grows'), 3)
    const condition = world.conditions.at(-1)
    const unit = world.topology.byKey.get(condition?.service ?? '')

    const grown = ((condition?.memoryBytesPerSecond ?? 0) * (world.durationSeconds - AT)) / ((unit?.memoryMib ?? 1) * 1024 ** 2)

    expect(grown).toBeGreaterThan(0.3)
    expect(grown).toBeLessThan(0.45)
  })

  it('measures the struck database, and its neighbours as calm', () => {
    const seeds = Array.from({ length: 12 }, (_, seed) => play(faultNamed('connections_exhausted'), seed).world.gauges)
    const [gauge] = seeds.flat()

    expect(gauge?.valueAt(AT - 1)).toBe(gauge?.calm)
    expect(gauge?.valueAt(AT + 1)).toBeGreaterThan(gauge?.calm ?? Number.POSITIVE_INFINITY)
  })
})
