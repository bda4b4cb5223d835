import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pool, PoolClient } from 'pg'
import { AppError } from '../errors.ts'

/** The advisory lock that Prisma's own engine takes, so that `prisma migrate deploy` and this applier never run at once. */
const LOCK_KEY = 72_707_369
/** Prisma's bookkeeping table, as its engine creates it. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`
const RECORD = `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
  VALUES (gen_random_uuid()::text, $1, $2, now(), clock_timestamp(), 1)`

export const MIGRATIONS_DIR = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url))

interface Migration {
  readonly name: string
  readonly sql: string
  /** SHA-256, hex, of the file; how Prisma notices an edit. */
  readonly checksum: string
}

interface AppliedRow {
  readonly migration_name: string
  readonly checksum: string
  readonly finished_at: Date | null
}

export interface MigrationOutcome {
  /** Names in the order they were applied now; empty when the database was up to date. */
  readonly applied: readonly string[]
  /** Applied earlier by a newer version of the program. Not an error: an old replica may restart during a rollout. */
  readonly unknown: readonly string[]
}

/**
 * Brings the database to this version's schema, each migration in its own transaction, one process at a time; the others wait.
 * Compatible with `prisma migrate deploy` (same table, checksums and lock). Throws `store_incompatible` when a migration
 * failed earlier, was edited after it was applied, or fails now (it is then rolled back).
 */
export async function applyMigrations(pool: Pool, dir: string = MIGRATIONS_DIR): Promise<MigrationOutcome> {
  const migrations = readMigrations(dir)
  const client = await pool.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(${LOCK_KEY})`)
    await client.query(TABLE)
    const known = await loadApplied(client)
    const applied: string[] = []
    for (const migration of migrations) if (await applyOnce(client, { migration, known })) applied.push(migration.name)
    return { applied, unknown: [...known.keys()].filter((name) => migrations.every((migration) => migration.name !== name)) }
  } finally {
    // A dropped connection has already freed the lock.
    await client.query(`SELECT pg_advisory_unlock(${LOCK_KEY})`).catch(() => {})
    client.release()
  }
}

function readMigrations(dir: string): Migration[] {
  const names = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map(({ name }) => {
      const sql = readFileSync(path.join(dir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function loadApplied(client: PoolClient): Promise<ReadonlyMap<string, AppliedRow>> {
  const { rows } = await client.query<AppliedRow>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return new Map(rows.map((row) => [row.migration_name, row]))
}

/** True when it was applied now, false when it already was. */
async function applyOnce(
  client: PoolClient,
  { migration, known }: { readonly migration: Migration; readonly known: ReadonlyMap<string, AppliedRow> },
): Promise<boolean> {
  const { name, sql, checksum } = migration
  const row = known.get(name)
  if (row && row.finished_at === null) {
    throw incompatible(`migration ${name} failed earlier`, 'mend the database by hand, then run "prisma migrate resolve"')
  }
  if (row && row.checksum !== checksum) {
    throw incompatible(`migration ${name} was edited after it was applied`, 'restore the file; put the change into a new migration')
  }
  if (row) return false
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(RECORD, [checksum, name])
    await client.query('COMMIT')
    return true
  } catch (cause) {
    await client.query('ROLLBACK')
    throw incompatible(`migration ${name} failed and was rolled back`, 'read the cause in the log, then start again', cause)
  }
}

function incompatible(message: string, remedy: string, cause?: unknown): AppError {
  return new AppError('store_incompatible', message, { remedy, cause })
}
