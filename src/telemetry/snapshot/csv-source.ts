import { MAX_RECORD_CHARS } from '../shared/split-records.ts'
import { mapDialect, type MapDialect } from './attribute-sql.ts'
import type { Session } from './database.ts'
import { resolveColumn } from './header.ts'
import { MAX_REJECTS } from './record-numbers.ts'
import { identifier, literal } from './sql.ts'

/** One read buffer; small enough that two threads stay within the memory limit, and never below the longest record. */
const READ_BUFFER_BYTES = 8_388_608

/** Looks at one group of files with the same header while the SELECT list is built. */
export interface ColumnSource {
  /** The column under any of its names, or a NULL when the header has none of them. */
  column(...names: readonly string[]): string
  has(...names: readonly string[]): boolean
  /** How the map column under any of these names is written in these files. */
  dialect(...names: readonly string[]): MapDialect
}

/** Tables that name the records which a scan left out. */
export interface RejectTables {
  readonly rejects: string
  readonly scans: string
}

/** The records of files with one header as something to select from; without tables for them, damaged records are passed over. */
export function csvSource(header: readonly string[], files: readonly { readonly path: string }[], rejects: RejectTables | null): string {
  const columns = header.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ')
  const report = rejects
    ? `store_rejects=true, rejects_table=${literal(rejects.rejects)}, rejects_scan=${literal(rejects.scans)}, rejects_limit=${MAX_REJECTS}`
    : 'ignore_errors=true'
  return `read_csv([${files.map((file) => literal(file.path)).join(', ')}], delim='\t', quote='"', escape='"', header=true, auto_detect=false,
    columns={${columns}}, parallel=${rejects !== null}, filename=true, max_line_size=${MAX_RECORD_CHARS}, buffer_size=${READ_BUFFER_BYTES}, ${report})`
}

/** The columns of a group of files; `csv` is where a sample of the map columns `maps` is taken from. */
export async function columnSource(
  db: Session,
  { maps, header, csv }: { readonly maps: readonly (readonly string[])[]; readonly header: readonly string[]; readonly csv: string },
): Promise<ColumnSource> {
  const resolve = (names: readonly string[]) => resolveColumn(header, names)
  const dialects = new Map<string, MapDialect>()
  for (const names of maps) {
    const column = resolve(names)
    if (column !== null) dialects.set(column, await sampleDialect(db, identifier(column), csv))
  }
  return {
    column(...names) {
      const column = resolve(names)
      return column === null ? 'CAST(NULL AS VARCHAR)' : identifier(column)
    },
    has: (...names) => resolve(names) !== null,
    dialect: (...names) => dialects.get(resolve(names) ?? '') ?? 'python',
  }
}

async function sampleDialect(db: Session, column: string, csv: string): Promise<MapDialect> {
  const [cell] = await db.rows<{ cell: string }>(`SELECT ${column} AS cell FROM ${csv} WHERE length(${column}) > 5 LIMIT 1`)
  return cell ? mapDialect(cell.cell) : 'python'
}
