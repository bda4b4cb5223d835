import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCliPool } from '../../src/cli/cli-pool.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { AppError } from '../../src/errors.ts'
import { investigateIn } from '../../src/isolation/isolated-runs.ts'
import type { Pool } from '../../src/isolation/pool.ts'
import { writeBase } from '../support/hostile/bases.ts'
import { wrongIn, type Ended } from '../support/hostile/check-ending.ts'
import { HOSTILE_INPUTS, type HostileInput } from '../support/hostile/hostile-inputs.ts'

/** The healthy run beside each hostile one, and the ending that it must have. */
const BESIDE = { format: 'cluster-dump', ending: { is: 'right', says: [] } } as const

describe('telemetry with hostile input, in processes of the pool', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'firstcause-test-'))
  const beside = path.join(root, 'beside')
  const kills: string[] = []
  let pool: Pool
  beforeAll(() => {
    mkdirSync(beside)
    writeBase(BESIDE.format, beside)
    pool = openCliPool({ mayRead: [root], processes: 2 })
  })
  afterAll(async () => {
    await pool.close()
    rmSync(root, { recursive: true, force: true })
  })

  function investigate(dir: string): Promise<Diagnosis> {
    const onKill = (_subject: string, { reason }: { readonly reason: string }) => void kills.push(`${path.basename(dir)} ${reason}`)
    const ports = {
      clock: () => new Date(),
      signal: new AbortController().signal,
      recorded: [],
      append: async () => {},
      progress: () => {},
    }
    return investigateIn(pool, () => ({ source: { paths: [dir] } }), { isKept: false, onKill })(
      { investigationId: null, environment: path.basename(dir), mayRead: () => true },
      ports,
    )
  }

  async function endedOn(dir: string): Promise<Ended> {
    try {
      return { answer: await investigate(dir) }
    } catch (error) {
      // Anything but an AppError is a crash, and no ending.
      if (error instanceof AppError) return { code: error.code }
      throw error
    }
  }

  it('has at least a hundred inputs, each with a name of its own', () => {
    const names = new Set(HOSTILE_INPUTS.map(({ name }) => name))

    expect(names.size).toBe(HOSTILE_INPUTS.length)
    expect(names.size).toBeGreaterThanOrEqual(100)
  })

  it.each(HOSTILE_INPUTS.map((input): [string, HostileInput] => [input.name, input]))(
    'ends as it must on %s, beside a run that ends right',
    async (_name, input) => {
      const place = mkdtempSync(path.join(root, 'input-'))
      const dir = path.join(place, 'incident')
      mkdirSync(dir)
      await input.write(dir)

      const [other, ended] = await Promise.all([endedOn(beside), endedOn(dir)])

      rmSync(place, { recursive: true, force: true })
      expect(wrongIn(other, BESIDE)).toEqual([])
      expect(wrongIn(ended, input)).toEqual([])
    },
  )

  it('needs to end no process for any of them', () => {
    expect(kills).toEqual([])
  })
})
