import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { investigateFolder } from '../support/damage.ts'
import { wrongIn, type Ended } from '../support/hostile/check-ending.ts'
import { HOSTILE_INPUTS, type HostileInput } from '../support/hostile/hostile-inputs.ts'

async function endedOn(dir: string): Promise<Ended> {
  try {
    return { answer: await investigateFolder(dir) }
  } catch (error) {
    // Anything but an AppError is a crash, and no ending.
    if (error instanceof AppError) return { code: error.code }
    throw error
  }
}

describe('telemetry with hostile input', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'firstcause-test-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('has at least a hundred inputs, each with a name of its own', () => {
    const names = new Set(HOSTILE_INPUTS.map(({ name }) => name))

    expect(names.size).toBe(HOSTILE_INPUTS.length)
    expect(names.size).toBeGreaterThanOrEqual(100)
  })

  it.each(HOSTILE_INPUTS.map((input): [string, HostileInput] => [input.name, input]))('ends as it must on %s', async (_name, input) => {
    const place = mkdtempSync(path.join(root, 'input-'))
    const dir = path.join(place, 'incident')
    mkdirSync(dir)
    await input.write(dir)

    const ended = await endedOn(dir)

    rmSync(place, { recursive: true, force: true })
    expect(wrongIn(ended, input)).toEqual([])
  })
})
