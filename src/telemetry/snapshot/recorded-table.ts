import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'
import { mapDialect, type MapDialect } from './attribute-sql.ts'
import { isInterruption, type Session } from './database.ts'
import type { SnapshotFile } from './files.ts'
import { createLocate, nameRejects, type Locate, type Reject } from './record-numbers.ts'
import { readHeader, resolveColumn } from './header.ts'
import { writeValidCopy } from './valid-copy.ts'
import { identifier, literal } from './sql.ts'

/** Longest record. Object bodies of hundreds of kilobytes fit; DuckDB's read buffers grow with it, so it is not larger. */
const MAX_RECORD_BYTES = 2_097_152
/** One read buffer; small enough that two threads stay within the memory limit, and never below the longest record. */
const READ_BUFFER_BYTES = 8_388_608
/**
 * Records of one row group of the narrow copy. Each thread holds a few groups of all columns while it writes: at DuckDB's own 122,880 the
 * writer runs into the memory limit and goes on with one thread, which doubles the time. 2048 is one vector, the least there is.
 */
const ROW_GROUP_RECORDS = 20_480
const ROW_GROUP_OF_LARGE_RECORDS = 2048
/** Rejected records that are kept by number for one load; what lies beyond shifts record numbers and is said so. */
const MAX_REJECTS = 10_000

/** Looks at one group of files with the same header while the SELECT list is built. */
export interface ColumnSource {
  /** The column under any of its names, or a NULL when the header has none of them. */
  column(...names: readonly string[]): string
  has(...names: readonly string[]): boolean
  /** How the map column under any of these names is written in these files. */
  dialect(...names: readonly string[]): MapDialect
}

export interface TableSpec {
  readonly table: string
  readonly files: readonly SnapshotFile[]
  /** Columns without which a file is of no use, each with all its names. */
  readonly required: readonly (readonly string[])[]
  /** Map columns whose dialect `select` asks for, each with all its names. */
  readonly maps: readonly (readonly string[])[]
  /** True for tables whose records are documents of kilobytes: fewer of them are held at a time. */
  readonly hasLargeRecords?: true
  /** SQL expression for each column of the table. */
  readonly select: (source: ColumnSource) => Readonly<Record<string, string>>
  /** A second table with one row for each combination of some columns, for what repeats from record to record. */
  readonly distinct?: { readonly table: string; readonly columns: readonly string[]; readonly select: TableSpec['select'] }
}

/** Records of one or more files in their order; the column `row_id` counts them from 0. */
export interface RecordedTable {
  /** Name of a view over the narrow copies. */
  readonly table: string
  /** Records that were loaded. 0 means that there is no table to ask. */
  readonly rowCount: number
  readonly problems: readonly Problem[]
  /** File and record number (header is 1) of a row. */
  readonly locate: Locate
}

/**
 * Copies the columns that are used of recorded files into Parquet files in the database's folder, under one view. What cannot be read
 * becomes a named problem and the rest is used; it throws only when the database itself fails.
 *
 * Parquet and no table, because writing it keeps the order of the records at the cost of a scan; filling a table in order took three
 * times as long (docs/decisions/0013). The order is what record numbers, and so receipts, are made of.
 */
export async function loadTable(db: Session, spec: TableSpec): Promise<RecordedTable> {
  const loader = createLoader(db, spec)
  for (const group of groupByHeader(spec, loader.problems)) await loader.loadGroup(group)
  return loader.finish()
}

/** The view of all records as they were read; the view of the table's own name may take times away from some. */
export function recordsOf(table: string): string {
  return `${table}_records`
}

interface FileGroup {
  readonly header: readonly string[]
  readonly files: readonly SnapshotFile[]
}

function groupByHeader(spec: TableSpec, problems: Problem[]): FileGroup[] {
  const headers = spec.files.flatMap((file) => {
    const header = readHeader(file, spec.required)
    problems.push(...header.problems)
    return header.columns === null ? [] : [{ file, columns: header.columns }]
  })
  const groups = Map.groupBy(headers, ({ columns }) => columns.join('\t'))
  return [...groups.values()].map((members) => ({ header: members[0]?.columns ?? [], files: members.map(({ file }) => file) }))
}

interface LoadedPart {
  readonly file: SnapshotFile
  /** The copy that its records went to. */
  readonly copy: string
  readonly rowCount: number
  readonly rejects: readonly Reject[]
}

function createLoader(db: Session, spec: TableSpec) {
  const problems: Problem[] = []
  const parts: LoadedPart[] = []
  const copies: string[] = []

  async function insert(group: FileGroup, readable: readonly SnapshotFile[]): Promise<void> {
    const copy = path.join(db.folder, `${spec.table}-${copies.length}.parquet`)
    const rejects = { rejects: `rejects_${spec.table}`, scans: `scans_${spec.table}` }
    const source = await columnSource(db, { spec, header: group.header, csv: csvSource(group.header, readable.slice(0, 1), null) })
    const columns = { ...spec.select(source), source_file: 'filename' }
    await db.run(`DROP TABLE IF EXISTS ${rejects.rejects}; DROP TABLE IF EXISTS ${rejects.scans}`)
    await db.run(copySql(selectSql(columns, csvSource(group.header, readable, rejects)), copy, spec))
    if (spec.distinct)
      await addDistinct(spec.distinct, { source, csv: csvSource(group.header, readable, null), isFirst: copies.length === 0 })
    parts.push(...(await copiedParts(db, { copy, group, readable, rejects })))
    copies.push(copy)
  }

  async function addDistinct(
    { table, columns, select }: NonNullable<TableSpec['distinct']>,
    { source, csv, isFirst }: { readonly source: ColumnSource; readonly csv: string; readonly isFirst: boolean },
  ): Promise<void> {
    const known = columns.filter((name) => source.has(name)).map((name) => source.column(name))
    const rows = selectSql(select(source), `(SELECT DISTINCT ${known.join(', ')} FROM ${csv})`)
    await db.run(isFirst ? `CREATE OR REPLACE TABLE ${table} AS ${rows}` : `INSERT INTO ${table} BY NAME ${rows}`)
  }

  async function loadOneByOne(group: FileGroup): Promise<void> {
    for (const file of group.files) {
      try {
        const copy = await writeValidCopy(file, db.folder)
        await insert({ ...group, files: [file] }, [{ ...file, path: copy.path }])
        if (copy.replaced === 0) continue
        problems.push({
          where: file.name,
          record: null,
          what: `${copy.replaced} places are not valid UTF-8; they were replaced and the rest is used`,
        })
      } catch (error) {
        if (isInterruption(error)) throw error
        problems.push({ where: file.name, record: null, what: 'the file could not be read as tab-separated records' })
      }
    }
  }

  return {
    problems,
    async loadGroup(group: FileGroup) {
      try {
        await insert(group, group.files)
      } catch (error) {
        if (isInterruption(error)) throw error
        // One bad byte can make DuckDB refuse all files of a scan; each alone, made valid, keeps the good ones.
        await loadOneByOne(group)
      }
    },
    async finish(): Promise<RecordedTable> {
      if (copies.length === 0) return { table: spec.table, rowCount: 0, problems, locate: createLocate([]) }
      const rowCount = parts.reduce((sum, part) => sum + part.rowCount, 0)
      await db.run(`CREATE OR REPLACE VIEW ${recordsOf(spec.table)} AS ${recordsSql(copies, parts)}`)
      await db.run(`CREATE OR REPLACE VIEW ${spec.table} AS SELECT * FROM ${recordsOf(spec.table)}`)
      return { table: spec.table, rowCount, problems: [...problems, ...parts.flatMap(nameRejects)], locate: createLocate(parts) }
    },
  }
}

function csvSource(
  header: readonly string[],
  files: readonly SnapshotFile[],
  rejects: { readonly rejects: string; readonly scans: string } | null,
): string {
  const columns = header.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ')
  const report = rejects
    ? `store_rejects=true, rejects_table=${literal(rejects.rejects)}, rejects_scan=${literal(rejects.scans)}, rejects_limit=${MAX_REJECTS}`
    : 'ignore_errors=true'
  return `read_csv([${files.map((file) => literal(file.path)).join(', ')}], delim='\t', quote='"', escape='"', header=true, auto_detect=false,
    columns={${columns}}, parallel=${rejects !== null}, filename=true, max_line_size=${MAX_RECORD_BYTES}, buffer_size=${READ_BUFFER_BYTES}, ${report})`
}

async function columnSource(
  db: Session,
  { spec, header, csv }: { readonly spec: TableSpec; readonly header: readonly string[]; readonly csv: string },
): Promise<ColumnSource> {
  const resolve = (names: readonly string[]) => resolveColumn(header, names)
  const dialects = new Map<string, MapDialect>()
  for (const names of spec.maps) {
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

interface PartsInput {
  readonly copy: string
  readonly group: FileGroup
  readonly readable: readonly SnapshotFile[]
  readonly rejects: { readonly rejects: string; readonly scans: string }
}

async function copiedParts(db: Session, { copy, group, readable, rejects }: PartsInput): Promise<LoadedPart[]> {
  const counts = await db.rows<{ path: string; count: number }>(
    `SELECT source_file AS path, CAST(count(*) AS DOUBLE) AS count FROM read_parquet(${literal(copy)}) GROUP BY ALL`,
  )
  const rejected = await db.rows<{ path: string; record: number; kind: string }>(`
    SELECT s.file_path AS path, CAST(e.line AS DOUBLE) AS record, CAST(min(e.error_type) AS VARCHAR) AS kind
    FROM ${rejects.rejects} e JOIN ${rejects.scans} s USING (scan_id, file_id) GROUP BY ALL ORDER BY path, record`)
  return readable.map((file, index) => ({
    file: group.files[index] ?? file,
    copy,
    rowCount: counts.find((row) => row.path === file.path)?.count ?? 0,
    rejects: rejected.filter((reject) => reject.path === file.path),
  }))
}

function selectSql(columns: Readonly<Record<string, string>>, from: string): string {
  const list = Object.entries(columns).map(([name, sql]) => `${sql} AS ${identifier(name)}`)
  return `SELECT ${list.join(', ')} FROM ${from}`
}

function copySql(select: string, copy: string, { hasLargeRecords }: TableSpec): string {
  const records = hasLargeRecords ? ROW_GROUP_OF_LARGE_RECORDS : ROW_GROUP_RECORDS
  return `COPY (${select}) TO ${literal(copy)} (FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE ${records})`
}

function recordsSql(copies: readonly string[], parts: readonly LoadedPart[]): string {
  let first = 0
  const selects = copies.map((copy) => {
    const select = `SELECT file_row_number + ${first} AS row_id, * EXCLUDE (file_row_number) FROM read_parquet(${literal(copy)}, file_row_number=true)`
    first += parts.filter((part) => part.copy === copy).reduce((sum, part) => sum + part.rowCount, 0)
    return select
  })
  return selects.join(' UNION ALL BY NAME ')
}
