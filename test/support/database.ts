import { randomUUID } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { Pool } from 'pg'
import { inject } from 'vitest'
import { openJobs, type Jobs } from '../../src/jobs/open-jobs.ts'
import { openStore, type OpenedStore } from '../../src/store/open-store.ts'
import type { Enqueue, Store } from '../../src/store/port.ts'
import { makeDatabaseFolder } from './database-folder.ts'
import { dropDatabase, runOnServer, withDatabase } from './server.ts'

/** Where a database is, in the words of `openStore`; `env` says the same to a child process. */
export interface TestDatabase {
  readonly databaseUrl: string | null
  /** A folder of its own in both cases, for the intake journal and the like. */
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  /** Removes it. Nothing may have it open. */
  remove(): Promise<void>
}

/** A fresh, migrated, empty database on the back end that this run is about. The caller removes it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject('databaseTemplate')
  const dataDir = makeDatabaseFolder('test')
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if ('folder' in template) {
    cpSync(template.folder, dataDir, { recursive: true })
    return { databaseUrl: null, dataDir, env: { FIRSTCAUSE_DATA_DIR: dataDir }, remove: async () => removeFolder() }
  }
  const name = `firstcause_test_${randomUUID().slice(0, 8)}`
  await runOnServer(template.server, `CREATE DATABASE ${name} TEMPLATE ${template.name}`)
  const databaseUrl = withDatabase(template.server, name)
  const remove = async () => {
    await dropDatabase(template.server, name)
    removeFolder()
  }
  return { databaseUrl, dataDir, env: { FIRSTCAUSE_DATA_DIR: dataDir, DATABASE_URL: databaseUrl }, remove }
}

type EnqueuedJob = Parameters<Enqueue>[1]

export interface TestStore {
  readonly store: Store
  readonly database: TestDatabase
  readonly opened: OpenedStore
  /** Null unless asked for. */
  readonly jobs: Jobs | null
  /** What the store enqueued; stays empty when real jobs were asked for. A transaction that fails later leaves its jobs here. */
  readonly enqueued: readonly EnqueuedJob[]
  readonly pool: Pool
  /** Runs SQL beside the store, as somebody with access to the database could. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>
  /** Closes everything, and removes the database when it was made here. */
  close(): Promise<void>
}

/** Opens a store on `database`, or on a fresh one. `now` is the store's clock. With `withJobs` the real queues are open, without workers. */
export async function openTestStore(
  options: { readonly database?: TestDatabase; readonly withJobs?: boolean; readonly now?: () => Date } = {},
): Promise<TestStore> {
  const database = options.database ?? (await createTestDatabase())
  const opened = await openStore({ ...database, clock: options.now ?? (() => new Date()), newId: randomUUID, warn: printWarning })
  const jobs = options.withJobs ? await openJobs({ connection: opened.connection, warn: printWarning }) : null
  const enqueued: EnqueuedJob[] = []
  const enqueue: Enqueue = jobs?.enqueue ?? (async (_tx, job) => void enqueued.push(job))
  const pool =
    opened.connection.kind === 'embedded' ? opened.connection.pool : new Pool({ connectionString: opened.connection.url, max: 2 })
  return {
    store: opened.createStore(enqueue),
    database,
    opened,
    jobs,
    enqueued,
    pool,
    query: async (sql, values = []) => (await pool.query(sql, [...values])).rows,
    async close() {
      await jobs?.stop()
      if (opened.connection.kind === 'server') await pool.end()
      await opened.close()
      if (!options.database) await database.remove()
    },
  }
}

function printWarning(message: string, details: object): void {
  process.stderr.write(`${message} ${JSON.stringify(details)}\n`)
}
