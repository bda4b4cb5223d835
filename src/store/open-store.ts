import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { AppError } from '../errors.ts'
import { PrismaClient } from '../generated/prisma/client.ts'
import { openEmbedded, type EmbeddedDatabase } from './embedded.ts'
import { applyMigrations } from './migrations.ts'
import type { Enqueue, Store } from './port.ts'
import { createStore } from './postgres-store.ts'
import { withStorableArguments } from './storable-arguments.ts'

/** Connections of one process to a server; a few replicas stay well under PostgreSQL's default of 100. */
const SERVER_POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 10_000
/** A transaction waits this long for a connection: on the embedded database all work takes turns on one. */
const TRANSACTION_WAIT_MS = 20_000
const TRANSACTION_TIMEOUT_MS = 20_000

/** What jobs/ needs to live in the same database. On the embedded one everybody shares the single session of `pool`. */
export type StoreConnection = { readonly kind: 'server'; readonly url: string } | { readonly kind: 'embedded'; readonly pool: Pool }

export interface OpenStoreOptions {
  /** A PostgreSQL server; null for the embedded database in `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly clock: () => Date
  /** A new unique id on each call. */
  readonly newId: () => string
  /** Told about things that a person should look at but that stop nothing: an idle connection lost, a newer schema found. */
  readonly warn: (message: string, details: Readonly<Record<string, unknown>>) => void
}

export interface OpenedStore {
  readonly connection: StoreConnection
  /** The port, enqueueing through `enqueue` inside its transactions. Call it once, when jobs/ is open. */
  createStore(enqueue: Enqueue): Store
  /** Ends all connections. `close` of the created store does the same. */
  close(): Promise<void>
}

/**
 * Opens the database and brings it to this version's schema. Throws `store_locked` (embedded folder in use), `store_incompatible`
 * (schema or files of another version) or `store_failed` (no server, no permission).
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const database = await openDatabase(options)
  try {
    const { unknown } = await applyMigrations(database.pool)
    if (unknown.length > 0) options.warn('the database has migrations of a newer version', { migrations: unknown })
  } catch (cause) {
    await database.close()
    throw cause instanceof AppError ? cause : notMigrated(cause)
  }
  const prisma = withStorableArguments(
    new PrismaClient({
      adapter: new PrismaPg(database.pool),
      transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: TRANSACTION_TIMEOUT_MS },
    }),
  )
  const close = once(async () => {
    await prisma.$disconnect()
    await database.close()
  })
  return {
    connection: options.databaseUrl === null ? { kind: 'embedded', pool: database.pool } : { kind: 'server', url: options.databaseUrl },
    createStore: (enqueue) => createStore({ prisma, enqueue, close, clock: options.clock, newId: options.newId }),
    close,
  }
}

function notMigrated(cause: unknown): AppError {
  return new AppError('store_failed', 'the database cannot be brought to the schema of this version', {
    remedy: 'check that the database user may create tables and functions in its schema',
    cause,
  })
}

async function openDatabase({ databaseUrl, dataDir, warn }: OpenStoreOptions): Promise<EmbeddedDatabase> {
  const onError = (error: Error) => warn('an idle database connection failed', { cause: error.message })
  return databaseUrl === null ? openEmbedded(dataDir, onError) : openServer(databaseUrl, onError)
}

async function openServer(url: string, onError: (error: Error) => void): Promise<EmbeddedDatabase> {
  const pool = new Pool({ connectionString: url, max: SERVER_POOL_SIZE, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  pool.on('error', onError)
  try {
    await pool.query('SELECT 1')
  } catch (cause) {
    await pool.end()
    // The url carries a password; only the driver's own words, kept as the cause, go to the log.
    throw new AppError('store_failed', 'the PostgreSQL server of DATABASE_URL does not answer or refuses the login', {
      remedy: 'check DATABASE_URL and that the server runs and lets this user in',
      cause,
    })
  }
  return { pool, close: () => pool.end() }
}

function once(end: () => Promise<void>): () => Promise<void> {
  let ended: Promise<void> | null = null
  return () => (ended ??= end())
}
