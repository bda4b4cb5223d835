import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

/** Two cores are what a small installation has; more threads only multiply the read buffers. */
const THREADS = Math.min(2, os.availableParallelism())
/**
 * What DuckDB may hold in memory before it spills into its temporary file. With 160 the writer of the narrow copies falls back to one
 * thread; see docs/decisions/0013 for what was measured.
 */
const MEMORY_LIMIT_MB = 400

/** One line to the database. Its statements run one after another, those of several sessions side by side. */
export interface Session {
  /** Folder for temporary copies; removed on close. */
  readonly folder: string
  run(sql: string): Promise<void>
  /** All rows of a query that bounds its own result; `R` must name what the SELECT lists. Select no 64-bit integers: cast to DOUBLE. */
  rows<R>(sql: string): Promise<readonly R[]>
  /** Rows in chunks, for results whose cells are large; nothing is kept between chunks. */
  stream<R>(sql: string): AsyncGenerator<readonly R[]>
}

/** A private analytical database in a temporary folder. It only reads the recorded files; nothing outside that folder is written. */
export interface Database extends Session {
  /** One more session with the same tables; temporary tables are its own. */
  session(): Promise<Session>
  /** Makes the running queries fail soon. */
  interrupt(): void
  close(): void
}

/** Opens an empty database. Throws when the temporary folder cannot be written. */
export async function openDatabase(): Promise<Database> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'firstcause-'))
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(THREADS),
    memory_limit: `${MEMORY_LIMIT_MB}MB`,
    temp_directory: path.join(folder, 'spill'),
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connections: DuckDBConnection[] = []
  async function session(): Promise<Session> {
    const connection = await instance.connect()
    connections.push(connection)
    return createSession(connection, folder)
  }
  let isOpen = true
  return {
    ...(await session()),
    session,
    interrupt: () => connections.forEach((connection) => connection.interrupt()),
    close() {
      if (!isOpen) return
      isOpen = false
      for (const connection of connections) connection.closeSync()
      instance.closeSync()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** True for the failure of a statement that `interrupt` stopped. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('INTERRUPT')
}

function createSession(connection: DuckDBConnection, folder: string): Session {
  return {
    folder,
    run: async (sql) => void (await connection.run(sql)),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS() as never,
    stream: (sql) => streamRows(connection, sql),
  }
}

async function* streamRows<R>(connection: DuckDBConnection, sql: string): AsyncGenerator<readonly R[]> {
  const result = await connection.stream(sql)
  for await (const rows of result.yieldRowObjectJs()) yield rows as never
}
