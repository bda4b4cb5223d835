import { describe, expect, it } from 'vitest'
import { compareDrill } from '../../benchmarks/live/drills/run-drills.ts'
import { runLive, type LiveOutcome } from '../../benchmarks/live/run-live.ts'
import { hasPrometheus } from '../../benchmarks/live/start-prometheus.ts'
import { planDrills } from '../../src/drills/plan-drills.ts'

const isThere = hasPrometheus()
const whyNot = isThere ? '' : '(skipped: Debian’s prometheus with promtool is not on this machine)'

function compared(kind: string) {
  const [drill] = planDrills({ kind, seed: 5, count: 1, scale: 'small', life: 0.5 })
  if (drill === undefined) throw new Error(`no drill of ${kind}`)
  return compareDrill(drill)
}

describe.runIf(isThere || process.env['CI'] === 'true')(`acceptance/49 live equals recorded, with metrics ${whyNot}`, () => {
  it.each(['env_address_invalid', 'quota_exceeded', 'chaos_network_partition', 'healthy', 'image_missing'])(
    'a drill of %s has the cause and mechanism that its folder has',
    async (kind) => {
      const outcome = await compared(kind)
      expect(outcome?.recorded.verdict).toBe('right')
      expect(outcome?.live).toEqual(outcome?.recorded)
    },
  )

  it('a flag that was flipped is not known live, because its state before is not', async () => {
    expect(await compared('flag_flipped')).toMatchObject({ isSame: false, reasons: ['no earlier state of objects'] })
  })
})

describe('acceptance/49 live equals recorded, of a cluster alone', () => {
  it('recorded faults of a real cluster have live the cause and mechanism that their lists have', async () => {
    const outcomes: LiveOutcome[] = []
    const wanted = new Set(['address-in-env', 'image-missing', 'quota-full'])
    await runLive('test/fixtures/town', { isWanted: (id) => wanted.has(id) }, (outcome) => void outcomes.push(outcome))
    expect(outcomes.map(({ case: id }) => id).toSorted()).toEqual([...wanted])
    for (const { live, recorded } of outcomes) expect(live).toEqual(recorded)
    expect(outcomes.map(({ live }) => live.verdict)).toEqual(['right', 'right', 'right'])
  })
})
