import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { literal } from './sql.ts'

/** Two cores are what a small installation has; more threads only multiply the read buffers. */
const THREADS = Math.min(2, os.availableParallelism())
/**
 * What DuckDB may hold in memory before it spills into its temporary file. With 160 the writer of the narrow copies falls back to one
 * thread; see docs/decisions/0013 for what was measured.
 */
const MEMORY_LIMIT_MB = 400
/** What it may spill to disk; the joins of the largest drill spill nothing. A statement that needs more fails, and its reading with it. */
const SPILL_LIMIT_MB = 2000

/** One line to the database. Its statements run one after another, those of several sessions side by side. */
export interface Session {
  /** Folder for temporary copies; removed on close. */
  readonly folder: string
  run(sql: string): Promise<void>
  /** All rows of a query that bounds its own result; `R` must name what the SELECT lists. Select no 64-bit integers: cast to DOUBLE. */
  rows<R>(sql: string): Promise<readonly R[]>
  /** Rows in chunks, for results whose cells are large; nothing is kept between chunks. */
  stream<R>(sql: string): AsyncGenerator<readonly R[]>
  end(): void
}

/** A private analytical database in a temporary folder. It reads the recorded files it was opened for and nothing else; nothing outside that folder is written. */
export interface Database {
  /** Sessions share all tables but the temporary ones. */
  session(): Promise<Session>
  /** Makes the running statements of all sessions fail soon. */
  interrupt(): void
  /** Ends all sessions and removes the folder. No statement may be running. */
  close(): void
}

/** Opens an empty database that may read these files. Throws when the temporary folder cannot be written. */
export async function openDatabase(readable: readonly string[]): Promise<Database> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'firstcause-'))
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(THREADS),
    memory_limit: `${MEMORY_LIMIT_MB}MB`,
    temp_directory: path.join(folder, 'spill'),
    max_temp_directory_size: `${SPILL_LIMIT_MB}MB`,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  await fence(instance, { folder, readable })
  const connections = new Set<DuckDBConnection>()
  function end(connection: DuckDBConnection): void {
    if (connections.delete(connection)) connection.closeSync()
  }
  let isOpen = true
  return {
    async session() {
      const connection = await instance.connect()
      connections.add(connection)
      return createSession(connection, { folder, end: () => end(connection) })
    },
    interrupt: () => connections.forEach((connection) => connection.interrupt()),
    close() {
      if (!isOpen) return
      isOpen = false
      connections.forEach(end)
      instance.closeSync()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** From here on the database itself refuses every path but these, whatever a statement says, and no statement can change that. */
async function fence(
  instance: DuckDBInstance,
  { folder, readable }: { readonly folder: string; readonly readable: readonly string[] },
): Promise<void> {
  const connection = await instance.connect()
  try {
    await connection.run(`SET allowed_directories = [${literal(folder)}]`)
    await connection.run(`SET allowed_paths = [${readable.map(literal).join(', ')}]`)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
  } finally {
    connection.closeSync()
  }
}

/** Gives `use` a session of its own and ends it afterwards. */
export async function inSession<T>(db: Database, use: (session: Session) => Promise<T> | T): Promise<T> {
  const session = await db.session()
  try {
    return await use(session)
  } finally {
    session.end()
  }
}

/** True for the failure of a statement that `interrupt` stopped. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('INTERRUPT')
}

function createSession(connection: DuckDBConnection, { folder, end }: Pick<Session, 'folder' | 'end'>): Session {
  return {
    folder,
    run: async (sql) => void (await connection.run(sql)),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS() as never,
    stream: (sql) => streamRows(connection, sql),
    end,
  }
}

async function* streamRows<R>(connection: DuckDBConnection, sql: string): AsyncGenerator<readonly R[]> {
  const result = await connection.stream(sql)
  for await (const rows of result.yieldRowObjectJs()) yield rows as never
}
