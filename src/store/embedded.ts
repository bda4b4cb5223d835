import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Pool } from 'pg'
import { AppError } from '../errors.ts'
import { lockFolder } from './folder-lock.ts'
import { PgliteStream } from './pglite-stream.ts'

/** The major version of PostgreSQL inside the pinned PGlite; it cannot read the files of another. */
const POSTGRES_MAJOR = '18'
/** Only the owner: evidence and Slack messages are inside, and PGlite itself creates world-readable files. */
const PRIVATE_MODE = 0o700
/** PGlite has no autovacuum, so this runs at every start and daily. */
const VACUUM = 'VACUUM (ANALYZE)'
const VACUUM_INTERVAL_MS = 24 * 60 * 60 * 1000

/** The files of an embedded store inside the data folder. */
export function embeddedPaths(dataDir: string): { readonly lock: string; readonly database: string; readonly unfinished: string } {
  return {
    lock: path.join(dataDir, 'lock'),
    database: path.join(dataDir, 'postgres'),
    unfinished: path.join(dataDir, 'postgres-unfinished'),
  }
}

export interface EmbeddedDatabase {
  /** One client: PGlite is one session, whoever holds the client owns it. Nothing may talk to PGlite beside it. */
  readonly pool: Pool
  close(): Promise<void>
}

/**
 * Opens (or creates) the embedded database in `dataDir` and locks the folder until `close`.
 * Survives the death of the process at any moment; PGlite never calls fsync, so it does not promise to survive loss of power.
 * Throws `store_locked`, `store_incompatible` (files of another PostgreSQL version) or `store_failed`.
 */
export async function openEmbedded(dataDir: string, onError: (error: Error) => void): Promise<EmbeddedDatabase> {
  const paths = embeddedPaths(dataDir)
  createFolder(dataDir)
  const unlock = lockFolder(paths.lock)
  try {
    checkVersion(paths.database)
    if (!existsSync(paths.database)) await createDatabase(paths)
    const pglite = await openPglite(paths.database)
    const pool = openPool(pglite)
    pool.on('error', onError)
    await pool.query(VACUUM)
    const timer = setInterval(() => void pool.query(VACUUM).catch(onError), VACUUM_INTERVAL_MS).unref()
    return { pool, close: () => closeAll({ pool, pglite, timer, unlock }) }
  } catch (cause) {
    unlock()
    throw cause
  }
}

function createFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: PRIVATE_MODE })
  } catch (cause) {
    throw new AppError('store_failed', `the data folder cannot be created (${dataDir})`, {
      remedy: 'set FIRSTCAUSE_DATA_DIR to a folder that can be written, or DATABASE_URL to a PostgreSQL server',
      cause,
    })
  }
}

/** PGlite says only "failed to initialize properly" about files of another version. */
function checkVersion(databaseDir: string): void {
  if (!existsSync(databaseDir)) return
  const file = path.join(databaseDir, 'PG_VERSION')
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'no'
  if (found === POSTGRES_MAJOR) return
  throw new AppError('store_incompatible', `${databaseDir} holds ${found} PostgreSQL files; this version reads ${POSTGRES_MAJOR}`, {
    remedy:
      'start the firstcause version that wrote the folder and move to a server with DATABASE_URL, or move the folder away to begin anew',
  })
}

/** Created aside and then renamed, so that a kill during the first start leaves no half-made database behind. */
async function createDatabase(paths: { readonly database: string; readonly unfinished: string }): Promise<void> {
  rmSync(paths.unfinished, { recursive: true, force: true })
  const pglite = await openPglite(paths.unfinished)
  await pglite.close()
  renameSync(paths.unfinished, paths.database)
}

async function openPglite(dir: string): Promise<PGlite> {
  try {
    return await PGlite.create(dir)
  } catch (cause) {
    throw new AppError('store_failed', `the embedded database does not open (${dir})`, {
      remedy: 'check free disk space and permissions; if the files are damaged, restore the folder from a backup or move it away',
      cause,
    })
  }
}

function openPool(pglite: PGlite): Pool {
  return new Pool({
    stream: () => new PgliteStream(pglite),
    host: 'pglite',
    // PGlite ends itself under any other user or database.
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    max: 1,
    idleTimeoutMillis: 0,
  })
}

async function closeAll(open: {
  readonly pool: Pool
  readonly pglite: PGlite
  readonly timer: NodeJS.Timeout
  readonly unlock: () => void
}): Promise<void> {
  clearInterval(open.timer)
  await open.pool.end()
  await open.pglite.close()
  open.unlock()
}
