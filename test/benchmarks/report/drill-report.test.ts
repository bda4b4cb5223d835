import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drillReport } from '../../../benchmarks/report/drill-report.ts'
import { scoreDrills } from '../../../benchmarks/report/drill-scores.ts'
import { readLeftOut, readPredictions } from '../../../benchmarks/report/read-predictions.ts'
import type { Prediction } from '../../../benchmarks/run-set.ts'

const CAUSE = 'shop/Deployment/till'
const POD = 'shop/Pod/till-0'
const VICTIM = 'shop/Service/gate'
const STRANGER = 'shop/Deployment/wiki'

const fault = {
  kind: 'oom_killed',
  outcome: 'diagnosis',
  family: 'memory',
  accept: [[CAUSE, POD]],
  onPath: [CAUSE, POD, VICTIM],
  decisive: true,
}
const calm = { kind: 'healthy', outcome: 'no_cause', family: 'none', accept: [], onPath: [], decisive: true, life: [] }
const TRUTHS = {
  right: { ...fault, life: ['edits'] },
  both: { ...fault, life: [], touchedBy: { strangers: ['other/Deployment/wiki'] } },
  victim: { ...fault, life: ['edits', 'jobs'], touchedBy: { jobs: ['shop/CronJob/ga'], edits: ['shop/Deployment/gate'] } },
  silent: { ...fault, family: 'quota', life: [] },
  blind: { ...fault, decisive: false, life: ['no_logs'], touchedBy: { jobs: ['shop/Deployment/wi'] } },
  calm,
  busy: { ...calm, life: ['strangers'] },
  passed: { ...calm, kind: 'recovered' },
}

function answer(id: keyof typeof TRUTHS, claim: readonly string[], word = 'verified', confidence = 0.9): Prediction {
  const isEmpty = claim.length === 0
  const said = { confidence: isEmpty ? null : confidence, confidenceWord: isEmpty ? null : word }
  return { dataset: 'drills', case: id, top: [], claim, ...said, diagnosis: null }
}

const ANSWERS = [
  answer('right', [POD, CAUSE]),
  answer('both', [CAUSE, STRANGER], 'likely', 0.6),
  answer('victim', [VICTIM], 'verified', 0.7),
  answer('silent', []),
  answer('blind', ['shop/Deployment/wi-ki'], 'unverified', 0.2),
  answer('calm', []),
  answer('busy', [STRANGER], 'likely', 0.6),
  answer('passed', []),
]

describe('benchmarks/report/drill-report', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'drill-report-'))
    writeFileSync(path.join(dir, 'truth.json'), JSON.stringify(TRUTHS))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  /** The cells of the line that begins with `name`, in the part of the report under `title`. */
  async function line(title: string, name: string, leftOut?: string): Promise<readonly string[]> {
    const text = drillReport(await scoreDrills(dir, ANSWERS), await readLeftOut(leftOut ?? null, dir))
    const section = text.split('\n\n').find((part) => part.startsWith(title)) ?? ''
    const found = section.split('\n').find((each) => each.startsWith(`${name}  `)) ?? ''
    return found.slice(name.length).trim().split(/ {2,}/)
  }

  it('tells strict AP, exact sets, hits and names on a true path apart', async () => {
    // strict AP 1, 0.5, 0, 0; a cause named in two of four; the victim lies on the path.
    expect(await line('Drills by state', 'a fault that can be known')).toEqual(['4', '3', '0.375', '0.250', '0.500', '0.750', '1 of 2'])
  })

  it('keeps faults that cannot be known apart, and counts only names where nothing is wrong', async () => {
    expect(await line('Drills by state', 'a fault that cannot be known')).toEqual(['1', '1', '0.000', '0.000', '0.000', '0.000', '0 of 0'])
    expect((await line('Drills by state', 'healthy')).slice(0, 3)).toEqual(['1', '0', '-'])
    expect((await line('Drills by state', 'background only')).slice(0, 3)).toEqual(['1', '1', '-'])
    expect((await line('Drills by state', 'recovered')).slice(0, 3)).toEqual(['1', '0', '-'])
  })

  it('says where nobody has fitted without a family, and takes the figure where somebody has', async () => {
    const other = path.join(dir, 'memory.jsonl')
    writeFileSync(other, ANSWERS.map((one) => JSON.stringify(one)).join('\n'))

    expect((await line('Drills by family', 'memory')).at(-1)).toBe('none')
    expect((await line('Drills by family', 'memory', dir)).at(-1)).toBe('0.500')
    expect((await line('Drills by family', 'quota', dir)).at(-1)).toBe('none')
    expect((await line('Drills by family', 'all', dir)).at(-1)).toBe('none')
  })

  it('shows what an element of life costs, and what a crowd of them does', async () => {
    expect(await line('Drills by what', 'edits')).toEqual(['2', '0.500', '0.500', '0.250', '0.250', '1'])
    expect((await line('Drills by what', 'jobs')).at(-1)).toBe('0')
    expect((await line('Drills by what', '0 elements')).slice(0, 2)).toEqual(['2', '0.250'])
    expect((await line('Drills by what', '1 to 3')).slice(0, 2)).toEqual(['2', '0.500'])
  })

  it('shows by stated confidence how many are verified, and right', async () => {
    expect(await line('Drills by stated', '0.65 to 0.75')).toEqual(['1', '0.000', '1', '0.000'])
    expect(await line('Drills by stated', '0.85 to 1.00')).toEqual(['1', '1.000', '1', '1.000'])
    expect(await line('Drills by stated', '0.50 to 0.65')).toEqual(['2', '0.000', '0', '-'])
  })

  it('reads what bench wrote, and refuses what it did not', async () => {
    const [good, bad] = [path.join(dir, 'answers.jsonl'), path.join(dir, 'bad.txt')]
    writeFileSync(good, `${JSON.stringify({ ...answer('right', [CAUSE]), diagnosis: { any: 'thing' } })}\n`)
    writeFileSync(bad, '{"case": 1}\n')

    expect(await readPredictions(good)).toEqual([answer('right', [CAUSE])])
    await expect(readPredictions(bad)).rejects.toThrow(/holds no predictions/)
    await expect(readLeftOut(path.join(dir, 'nowhere'), dir)).rejects.toThrow(/no folder/)
  })
})
