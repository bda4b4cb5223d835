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

/** Plain values of one row: text, number, boolean, null, or lists of these. Select no 64-bit integers: cast to DOUBLE. */

/** A private analytical database in a temporary folder. It only reads the recorded files; nothing outside that folder is written. */
export interface Database {
  /** Folder for temporary copies; removed on close. */
  readonly folder: string
  run(sql: string): Promise<void>
  /** All rows of a query that bounds its own result. `R` must name what the SELECT lists. */
  rows<R>(sql: string): Promise<readonly R[]>
  /** Rows in chunks, for results whose cells are large; nothing is kept between chunks. */
  stream<R>(sql: string): AsyncGenerator<readonly R[]>
  /** Makes the running query fail soon. */
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
  const connection = await instance.connect()
  let isOpen = true
  return {
    folder,
    run: async (sql) => void (await connection.run(sql)),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS() as never,
    stream: (sql) => streamRows(connection, sql),
    interrupt: () => connection.interrupt(),
    close() {
      if (!isOpen) return
      isOpen = false
      connection.closeSync()
      instance.closeSync()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function* streamRows<R>(connection: DuckDBConnection, sql: string): AsyncGenerator<readonly R[]> {
  const result = await connection.stream(sql)
  for await (const rows of result.yieldRowObjectJs()) yield rows as never
}
