import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeTemporaryFolder, removeLeftovers } from '../../src/isolation/temporary-folders.ts'

const root = mkdtempSync(path.join(os.tmpdir(), 'firstcause-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('src/isolation/temporary-folders', () => {
  it('removes what a program left that no longer runs, and nothing else', () => {
    const base = path.join(root, 'one')
    const own = makeTemporaryFolder(base)
    const { pid: ended } = spawnSync(process.execPath, ['--version'])
    const left = path.basename(own).replace(`-${process.pid}-`, `-${ended}-`)
    const foreign = path.basename(own).replace(/-run-[^-]+-.*-/, '-run-another_host-1-')
    for (const name of [left, foreign, 'firstcause-drills']) mkdirSync(path.join(base, name))
    writeFileSync(path.join(base, left, 'logs.parquet'), 'x')

    const removed = removeLeftovers(base)

    expect(removed).toBe(1)
    expect(readdirSync(base).sort()).toEqual([path.basename(own), foreign, 'firstcause-drills'].sort())
  })

  it('says so where no folder can be made', () => {
    const file = path.join(root, 'file')
    writeFileSync(file, 'x')

    expect(() => makeTemporaryFolder(file)).toThrow(
      expect.objectContaining({ code: 'telemetry_failed', message: expect.stringContaining(file) }),
    )
  })

  it('finds nothing where there is no folder', () => {
    expect(removeLeftovers(path.join(root, 'nowhere'))).toBe(0)
  })
})
