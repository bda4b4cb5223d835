import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { wordFor } from '../../src/domain/confidence.ts'
import { createRandom } from '../../src/drills/random.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'
import { DAMAGES, filesIn, investigateFolder, withDamaged, type Damage } from '../support/damage.ts'
import { clusterDump, incidentFolder, traceFolder } from '../support/recorded-folders.ts'

// Every file of every format can be damaged in every way; a test run takes a sample of that, chosen by a seed that stands in the titles.
// `DAMAGE_SEED=7 npx vitest run test/investigation/damaged-input.test.ts` takes that sample again, `DAMAGE_SWEEP=all` takes them all.

const KINDS = Object.keys(DAMAGES) as Damage[]
/** Kinds whose cause shows in different files: a setting, a limit that events state, a flag. */
const DRILLS = ['env_address_invalid', 'quota_exceeded', 'flag_flipped']
/** A whole sweep is run by hand and takes minutes. */
const SWEEP_TIMEOUT_MS = 600_000

const IS_WHOLE = process.env['DAMAGE_SWEEP'] === 'all'
const SEED = Number(process.env['DAMAGE_SEED'] ?? Math.floor(Math.random() * 1_000_000))
const RANDOM = createRandom(SEED)

interface Spoilt {
  readonly file: string
  readonly damage: Damage
}

/** What must hold whatever one file of a recorded incident looks like. Returns what does not, in words. */
async function broken(dir: string, whole: Diagnosis, spoilt: Spoilt): Promise<string[]> {
  const answer = await withDamaged(dir, spoilt, investigateFolder)
  const isNamed = answer.notChecked.some(({ why }) => why.includes(path.basename(spoilt.file)))
  const sure = answer.rootCauses.filter(({ confidenceWord }) => confidenceWord === 'verified')
  const surer = answer.rootCauses.filter(({ entity, confidence }) =>
    whole.rootCauses.some((before) => before.entity === entity && before.confidence < confidence),
  )
  return [
    ...(isNamed ? [] : ['the hole is not named']),
    ...sure.map(({ entity }) => `${entity} is called verified`),
    ...surer.map(({ entity, confidence }) => `${entity} gained confidence: ${confidence}`),
  ].map((what) => `${spoilt.file} ${spoilt.damage}: ${what}`)
}

async function brokenWith(dir: string, cases: readonly Spoilt[]): Promise<string[]> {
  const whole = await investigateFolder(dir)
  const found: string[] = []
  for (const spoilt of cases) found.push(...(await broken(dir, whole, spoilt)))
  return found
}

/** Files that are read alike: a table by itself, the listings and metric files by their folder and kind. */
function tableOf(file: string): string {
  return /^(?:alerts|metrics\/pod_|metrics\/service_)/.exec(file)?.[0] ?? file
}

/** Every file in every way, or each table once with the ways taking turns from a place that the seed gives. */
function casesOf(dir: string): Spoilt[] {
  const files = filesIn(dir)
  if (IS_WHOLE) return files.flatMap((file) => KINDS.map((damage) => ({ file, damage })))
  const offset = RANDOM.integer(0, KINDS.length - 1)
  return [...Map.groupBy(files, tableOf).values()].map((alike, index) => ({
    file: alike[RANDOM.integer(0, alike.length - 1)] ?? '',
    damage: KINDS[(index + offset) % KINDS.length] ?? 'truncated',
  }))
}

describe(`investigation with damaged input (${IS_WHOLE ? 'DAMAGE_SWEEP=all' : `DAMAGE_SEED=${SEED}`})`, () => {
  const root = mkdtempSync(path.join(tmpdir(), 'firstcause-damage-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const drills = IS_WHOLE ? DRILLS : [DRILLS[RANDOM.integer(0, DRILLS.length - 1)] ?? 'flag_flipped']

  describe.each(drills)('a snapshot of %s', (kind) => {
    const dir = path.join(root, kind)
    beforeAll(() => {
      writeDrill({ kind, seed: 1, scale: 'small', topology: 'shop' }, dir)
      for (const folder of ['alerts', 'metrics/pod_', 'metrics/service_']) thin(dir, folder)
    })

    it('names the cause with whole files', async () => {
      const whole = await investigateFolder(dir)

      expect(whole.rootCauses).toHaveLength(1)
      expect(whole.rootCauses.map(({ confidenceWord }) => confidenceWord)).not.toContain('unverified')
    })

    it(
      'answers, names the hole and is never surer, whichever table is damaged',
      async () => {
        const cases = casesOf(dir)

        expect(new Set(cases.map(({ file }) => tableOf(file))).size).toBe(7)
        expect(new Set(cases.map(({ damage }) => damage)).size).toBe(KINDS.length)
        expect(await brokenWith(dir, cases)).toEqual([])
      },
      SWEEP_TIMEOUT_MS,
    )
  })

  it.each([
    ['cluster dump', clusterDump],
    ['incident folder', incidentFolder],
    ['trace folder', traceFolder],
  ])(
    'answers, names the hole and is never surer for every file of a %s',
    async (name, write) => {
      const dir = path.join(root, name)
      write(dir)
      const whole = await investigateFolder(dir)

      expect(whole.rootCauses.map(({ confidence, confidenceWord }) => wordFor(confidence, false) === confidenceWord)).not.toContain(false)
      expect(whole.rootCauses.length).toBeGreaterThan(0)
      expect(await brokenWith(dir, casesOf(dir))).toEqual([])
    },
    SWEEP_TIMEOUT_MS,
  )
})

/** Keeps the first, a middle and the last file of those whose path begins so. */
function thin(dir: string, start: string): void {
  const files = filesIn(dir).filter((file) => file.startsWith(start))
  const kept = new Set([0, Math.floor(files.length / 2), files.length - 1].map((index) => files[index]))
  for (const file of files) if (!kept.has(file)) rmSync(path.join(dir, file))
}
