import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyMigrations, MIGRATIONS_DIR } from '../../src/store/migrations.ts'
import { openTestStore, type TestStore } from '../support/database.ts'

describe('src/store/migrations', () => {
  let test: TestStore
  let dir: string
  beforeEach(async () => {
    test = await openTestStore()
    dir = mkdtempSync(path.join(tmpdir(), 'firstcause-migrations-'))
    cpSync(MIGRATIONS_DIR, dir, { recursive: true })
  })
  afterEach(async () => {
    await test.close()
    rmSync(dir, { recursive: true })
  })

  function write(name: string, sql: string): void {
    mkdirSync(path.join(dir, name), { recursive: true })
    writeFileSync(path.join(dir, name, 'migration.sql'), sql)
  }

  function loadNames() {
    return test.query('SELECT migration_name FROM _prisma_migrations ORDER BY migration_name')
  }

  it('are recorded as Prisma records them', async () => {
    const rows = await test.query(
      'SELECT migration_name, length(checksum) AS digits, finished_at IS NOT NULL AS done, applied_steps_count AS steps FROM _prisma_migrations',
    )

    expect(rows.length).toBeGreaterThanOrEqual(2)
    expect(rows).toEqual(rows.map(({ migration_name }) => ({ migration_name, digits: 64, done: true, steps: 1 })))
  })

  it('are applied once when several ask at once', async () => {
    write('29990101000000_extra', 'CREATE TABLE extra (id int); CREATE TABLE more (id int);')

    const outcomes = await Promise.all([applyMigrations(test.pool, dir), applyMigrations(test.pool, dir)])

    expect(outcomes.flatMap(({ applied }) => applied)).toEqual(['29990101000000_extra'])
    expect(await test.query('SELECT * FROM more')).toEqual([])
  })

  it('leave nothing behind when one fails', async () => {
    const before = await loadNames()
    write('29990101000000_bad', 'CREATE TABLE extra (id int); SELECT 1/0;')

    await expect(applyMigrations(test.pool, dir)).rejects.toMatchObject({
      code: 'store_incompatible',
      message: expect.stringContaining('29990101000000_bad'),
    })

    expect(await loadNames()).toEqual(before)
    await expect(test.query('SELECT * FROM extra')).rejects.toThrow(/does not exist/)
    rmSync(path.join(dir, '29990101000000_bad'), { recursive: true })
    expect((await applyMigrations(test.pool, dir)).applied).toEqual([])
  })

  it('are refused when a file was edited after it was applied', async () => {
    const [first] = await loadNames()
    write(String(first?.['migration_name']), 'SELECT 1;')

    await expect(applyMigrations(test.pool, dir)).rejects.toMatchObject({
      code: 'store_incompatible',
      message: expect.stringContaining('edited'),
    })
  })

  it('are refused while one that failed earlier is not mended', async () => {
    write('29990101000000_extra', 'SELECT 1;')
    await applyMigrations(test.pool, dir)
    await test.query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '29990101000000_extra'")

    await expect(applyMigrations(test.pool, dir)).rejects.toMatchObject({
      code: 'store_incompatible',
      message: expect.stringContaining('failed earlier'),
    })
  })

  it('of a newer version are named and let be', async () => {
    write('29990101000000_newer', 'SELECT 1;')
    await applyMigrations(test.pool, dir)

    expect(await applyMigrations(test.pool)).toEqual({ applied: [], unknown: ['29990101000000_newer'] })
  })
})
