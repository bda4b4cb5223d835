import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, openTestStore, type TestDatabase } from '../support/database.ts'
import { aDiagnosis, aStart } from '../support/investigation.ts'

const MAIN = path.resolve('src/cli/main.ts')

/** Runs the command line and returns what a shell would see. */
async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const options = { env: { PATH: process.env['PATH'], ...env } }
  const { stdout, stderr, code } = await promisify(execFile)(process.execPath, [MAIN, ...args], options).then(
    (output) => ({ ...output, code: 0 }),
    (failure: { stdout: string; stderr: string; code: number }) => failure,
  )
  return { stdout, stderr, code }
}

describe('src/cli on a store', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
    const test = await openTestStore({ database })
    const { request } = await test.store.startInvestigation(aStart({ at: new Date() }))
    const { id } = await test.store.saveDiagnosis(request.investigationId, aDiagnosis(), new Date())
    await test.store.recordVerdict({ diagnosisId: id, word: 'confirmed', trueCauses: [], note: '', by: 'U1', at: new Date() }, 'click-1')
    await test.close()
  })
  afterAll(() => database.remove())

  it('finds the audit chain whole: exit 0', async () => {
    const { stdout, code } = await run(['audit', 'verify'], database.env)

    expect(stdout).toMatch(/^the audit chain is whole: 3 entries, head [0-9a-f]{64}\n$/)
    expect(code).toBe(0)
  })

  it('sums up the past seven days of a channel', async () => {
    const { stdout, code } = await run(['digest', '--channel', 'C1'], database.env)

    expect(stdout).toContain('1 incidents answered, 1 judged\nright: 1\n')
    expect(stdout).toContain('C1/1700000000.000100  checkout fails')
    expect(code).toBe(0)
  })

  it('prints the digest as JSON', async () => {
    const { stdout } = await run(['digest', '--channel', 'C1', '--json'], database.env)

    expect(JSON.parse(stdout)).toMatchObject({ answered: 1, judged: 1, rightRatio: null, counts: { confirmed: 1 } })
  })

  it('refuses a time zone that does not exist: exit 2', async () => {
    const { stderr, code } = await run(['digest', '--channel', 'C1', '--last-week', '--time-zone', 'Europe/Nowhere'], database.env)

    expect(stderr).toContain('"Europe/Nowhere" is no time zone')
    expect(code).toBe(2)
  })

  it.each([[['digest']], [['audit', 'verify', '--nonsense']]])('refuses %j as wrong usage: exit 2', async (args) => {
    expect(await run(args, database.env)).toMatchObject({ code: 2, stdout: '' })
  })

  it('leaves no new database behind in a folder without one: exit 1', async () => {
    const { stderr, code } = await run(['audit', 'verify'], { FIRSTCAUSE_DATA_DIR: path.join(database.dataDir, 'nothing-here') })

    expect(stderr).toMatch(/^there is no database in .*nothing-here\n/)
    expect(code).toBe(1)
  })

  it('names the first entry that was edited: exit 1', async () => {
    const test = await openTestStore({ database })
    await test.query("ALTER TABLE audit_entries DISABLE TRIGGER USER; UPDATE audit_entries SET actor = 'slack:U9' WHERE seq = 2")
    await test.close()

    const { stderr, code } = await run(['audit', 'verify'], database.env)

    expect(stderr).toContain('the audit chain is broken at entry 2')
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(1)
  })
})
