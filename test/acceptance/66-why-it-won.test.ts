import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { diagnosis as diagnosisSchema, type Diagnosis } from '../../src/domain/diagnosis.ts'
import { firstcause } from '../support/command-line.ts'
import { drillFolder } from '../support/drill.ts'
import { blockText, CHECKOUT, MENTION, waitForAnswer } from '../support/firstcause.ts'
import { flagIncident } from '../support/incidents.ts'
import { findSharedData } from '../support/shared-data.ts'
import { useRunningBot } from '../support/running-bot.ts'
import { storedDiagnosis } from '../support/stored.ts'

/** Sums are of numbers with four digits. */
const ROUNDING = 0.002
const COLUMNS = 80

async function investigated(folder: string): Promise<Diagnosis> {
  const { stdout } = await firstcause('investigate', '--snapshot', folder, '--json')
  return diagnosisSchema.parse(JSON.parse(stdout))
}

/** The only rule that a reader needs: the higher sum of value times weight comes first. */
function sumOf(why: Diagnosis['rootCauses'][number]['why']): number {
  return why.reduce((sum, { value, weight }) => sum + value * weight, 0)
}

/** Everything that the behaviour asks of one answer; empty when it holds. */
function lapsesOf({ rootCauses, alternatives, receipts }: Diagnosis): readonly string[] {
  const known = new Set(receipts.map(({ id }) => id))
  const candidates = [...rootCauses, ...alternatives]
  const cited = [...candidates.flatMap(({ why }) => why), ...alternatives.flatMap(({ missing }) => missing)].flatMap(
    (part) => part.receipts,
  )
  const first = rootCauses.length === 0 ? [] : [Math.max(...rootCauses.map(({ why }) => sumOf(why)))]
  const sums = [...first, ...alternatives.map(({ why }) => sumOf(why))]
  return [
    ...candidates.filter(({ why }) => why.length === 0).map(({ entity }) => `${entity} does not say what decided`),
    ...candidates.filter(({ why }) => why.every((part) => part.receipts.length === 0)).map(({ entity }) => `${entity} rests on no receipt`),
    ...alternatives.filter(({ missing }) => missing.length === 0).map(({ entity }) => `${entity} lacks nothing`),
    ...alternatives.flatMap(({ missing }) =>
      missing.filter(({ text }) => !/^[A-Z].*\.$/.test(text)).map(({ text }) => `no sentence: ${text}`),
    ),
    ...cited.filter((id) => !known.has(id)).map((id) => `${id} is no receipt of this answer`),
    ...sums.flatMap((sum, index) =>
      sum > (sums[index - 1] ?? sum) + ROUNDING ? [`the sums do not give the order: ${sums.join(', ')}`] : [],
    ),
  ]
}

describe('acceptance/66 why it won', () => {
  it.for(['flag_flipped', 'two_faults', 'chaos_stress_cpu'])(
    'says what decided and what each rival lacked, in the answer to %s',
    async (kind) => {
      const answer = await investigated(drillFolder(kind))

      expect(answer.rootCauses).not.toEqual([])
      expect(answer.alternatives).not.toEqual([])
      expect(lapsesOf(answer)).toEqual([])
    },
  )

  it.for(['cloud-opsbench-dev', 'nezha-dev', 'rootcausebench-dev'])('does so for a recorded incident of %s', async (set, { skip }) => {
    const data = findSharedData(set)
    if ('missing' in data) return skip(data.missing)
    const cases = path.join(data.dir, 'cases')
    const [first = ''] = readdirSync(cases).toSorted()

    const answer = await investigated(path.join(cases, first))

    expect([...answer.rootCauses, ...answer.alternatives]).not.toEqual([])
    expect(lapsesOf(answer)).toEqual([])
  })

  it('names the version of the engine by the hash of its answers, and changes nothing of an answer that names no cause', async () => {
    const answer = await investigated(drillFolder('healthy'))

    expect(answer.versions.engine).toMatch(/^[0-9a-f]{12}$/)
    expect(answer).toMatchObject({ outcome: 'no_cause', rootCauses: [], alternatives: [] })
  })

  it('prints it for a terminal of 80 columns on request', async () => {
    const { stdout } = await firstcause('investigate', '--snapshot', drillFolder('flag_flipped'), '--why')

    const why = stdout.slice(stdout.indexOf('Why this and not the others'))
    expect(why).toMatch(/^ {2}a change that does this is recorded +yes +\d\.\d\d +\d\.\d\d {2}R\d/m)
    expect(why).toMatch(/^ {2}not \S+ \(\w+\)\n {4}- /m)
    // A name alone may be wider.
    expect(why.split('\n').filter((line) => line.length > COLUMNS && line.trim().includes(' '))).toEqual([])
  })

  describe('in Slack', () => {
    const running = useRunningBot({ telemetry: flagIncident })

    it('stands behind a button of the answer, with every rival', async () => {
      const asked = await running.world.ava.post(CHECKOUT, `${MENTION} why?`)
      const answer = await waitForAnswer(running.world.ava, asked)

      await running.world.ava.click(answer, 'show_rivals')
      const view = await running.world.ava.waitForView((candidate) => blockText(candidate).includes('*Why this and not the others*'))

      const { diagnosis } = await storedDiagnosis(running.bot, asked)
      const shown = blockText(view)
      expect(lapsesOf(diagnosis)).toEqual([])
      expect(shown).toContain(`*${diagnosis.rootCauses[0]?.entity}*`)
      for (const { entity, missing } of diagnosis.alternatives) {
        expect(shown).toContain(`*Not ${entity}*`)
        for (const { text } of missing) expect(shown).toContain(`• ${text}`)
      }
    })
  })
})
