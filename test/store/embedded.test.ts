import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { embeddedPaths } from '../../src/store/embedded.ts'
import { startChild } from '../support/child.ts'
import { createTestDatabase, openTestStore, type TestDatabase } from '../support/database.ts'

/** How long a program may take to begin its first database, on a machine that others load. */
const FIRST_START_MS = 40_000

// One back end is enough: a server has no folder.
describe.skipIf(process.env['TEST_DATABASE_URL'])('src/store/embedded', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.remove())

  it('keeps what was stored when it is closed and opened again', async () => {
    const first = await openTestStore({ database })
    await first.store.intendPost({ key: 'answer:1', channelId: 'C1', threadTs: null })
    await first.close()

    const second = await openTestStore({ database })

    expect(await second.store.findPost('answer:1')).toMatchObject({ channelId: 'C1' })
    await second.close()
  })

  it('refuses a folder that another process has open, says what to do, and opens it when that process was killed', async () => {
    const child = startChild('worker-process.ts', database.env)
    await child.line(({ ready }) => ready === true)

    const attempt = openTestStore({ database })

    await expect(attempt).rejects.toMatchObject({ code: 'store_locked', remedy: 'stop firstcause or set DATABASE_URL' })
    await child.kill('SIGKILL')
    const test = await openTestStore({ database })
    expect(await test.store.verifyAudit()).toMatchObject({ brokenAt: null })
    await test.close()
  })

  it('refuses files of another PostgreSQL version and frees the folder', async () => {
    const versionFile = path.join(embeddedPaths(database.dataDir).database, 'PG_VERSION')
    writeFileSync(versionFile, '17\n')

    await expect(openTestStore({ database })).rejects.toMatchObject({
      code: 'store_incompatible',
      message: expect.stringContaining('holds 17 PostgreSQL files; this version reads 18'),
    })

    writeFileSync(versionFile, '18\n')
    await (await openTestStore({ database })).close()
  })

  it('begins anew when the first start was killed half-way, in a folder that only its owner can read', async () => {
    const dataDir = path.join(database.dataDir, 'deeper', 'data')
    const paths = embeddedPaths(dataDir)
    const child = startChild('worker-process.ts', { FIRSTCAUSE_DATA_DIR: dataDir })
    await expect.poll(() => existsSync(paths.unfinished), { timeout: FIRST_START_MS }).toBe(true)
    await child.kill('SIGKILL')
    expect(existsSync(paths.database)).toBe(false)

    const test = await openTestStore({ database: { ...database, dataDir } })

    expect(await test.store.verifyAudit()).toMatchObject({ entries: 0 })
    expect(existsSync(paths.unfinished)).toBe(false)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    await test.close()
  })

  it('says so when the data folder is a file', async () => {
    const file = path.join(database.dataDir, 'file')
    writeFileSync(file, '')

    await expect(openTestStore({ database: { ...database, dataDir: file } })).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringContaining(file),
    })
  })

  it('says so when the lock file is something else', async () => {
    writeFileSync(embeddedPaths(database.dataDir).lock, 'not a lock, but long enough to be taken for one'.repeat(50))

    await expect(openTestStore({ database })).rejects.toMatchObject({ code: 'store_failed', message: expect.stringContaining('lock') })
  })

  it('says so when the files are damaged', async () => {
    rmSync(path.join(embeddedPaths(database.dataDir).database, 'global'), { recursive: true })

    await expect(openTestStore({ database })).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringContaining('does not open'),
    })
  })
})
