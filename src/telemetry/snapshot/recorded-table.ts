import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'
import { columnSource, csvSource, type ColumnSource, type RejectTables } from './csv-source.ts'
import { isInterruption, type Session } from './database.ts'
import type { SnapshotFile } from './files.ts'
import { cleanFile, readyFile, type ReadableFile } from './readable-file.ts'
import { createLocate, MAX_REJECTS, nameRejects, rejectKind, type Locate, type Reject } from './record-numbers.ts'
import { identifier, literal } from './sql.ts'

/**
 * Records of one row group of the narrow copy. Each thread holds a few groups of all columns while it writes: at DuckDB's own 122,880 the
 * writer runs into the memory limit and goes on with one thread, which doubles the time. 2048 is one vector, the least there is.
 */
const ROW_GROUP_RECORDS = 20_480
const ROW_GROUP_OF_LARGE_RECORDS = 2048
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
  const options = { folder: db.folder, required: spec.required, wanted: wantedColumns(spec) }
  const readable: ReadableFile[] = []
  for (const file of spec.files) {
    const readied = await readyFile(file, options)
    loader.problems.push(...readied.problems)
    if (readied.readable) readable.push(readied.readable)
  }
  for (const group of groupByHeader(readable)) await loader.loadGroup(group)
  return loader.finish()
}

/** The view of all records as they were read; the view of the table's own name may take times away from some. */
export function recordsOf(table: string): string {
  return `${table}_records`
}

/** Every column that the SELECT list asks for, found by letting it ask. */
function wantedColumns(spec: TableSpec): (readonly string[])[] {
  const wanted: (readonly string[])[] = [...spec.required]
  const note = (...names: readonly string[]) => void wanted.push(names)
  const asked: ColumnSource = {
    column(...names) {
      note(...names)
      return 'NULL'
    },
    has: () => true,
    dialect: () => 'python',
  }
  spec.select(asked)
  spec.distinct?.select(asked)
  return [...new Map(wanted.map((names) => [names.join(' '), names])).values()]
}

function groupByHeader(files: readonly ReadableFile[]): (readonly ReadableFile[])[] {
  return [...Map.groupBy(files, ({ columns }) => columns.join('\t')).values()]
}

interface LoadedPart {
  readonly file: SnapshotFile
  /** The copy that its records went to. */
  readonly copy: string
  readonly rowCount: number
  readonly rejects: readonly Reject[]
  readonly lost: number
}

function createLoader(db: Session, spec: TableSpec) {
  const problems: Problem[] = []
  const parts: LoadedPart[] = []
  const copies: string[] = []

  /** False when damage was found that costs more than its own records; then nothing is kept of the group. */
  async function insert(group: readonly ReadableFile[]): Promise<boolean> {
    const header = group[0]?.columns ?? []
    const copy = path.join(db.folder, `${spec.table}-${copies.length}.parquet`)
    const rejects = { rejects: `rejects_${spec.table}`, scans: `scans_${spec.table}` }
    const sample = csvSource(header, group.slice(0, 1), null)
    const source = await columnSource(db, { maps: spec.maps, header, csv: sample })
    const columns = { ...spec.select(source), source_file: 'filename' }
    await db.run(`DROP TABLE IF EXISTS ${rejects.rejects}; DROP TABLE IF EXISTS ${rejects.scans}`)
    await db.run(copySql(selectSql(columns, csvSource(header, group, rejects)), copy, spec))
    const loaded = await copiedParts(db, { copy, group, rejects })
    if (group.some(({ isCopy }) => !isCopy) && loaded.some(isUnsure)) return false
    const csv = csvSource(header, group, null)
    if (spec.distinct) await addDistinct(spec.distinct, { source, csv, isFirst: copies.length === 0 })
    parts.push(...loaded)
    copies.push(copy)
    return true
  }

  async function addDistinct(
    { table, columns, select }: NonNullable<TableSpec['distinct']>,
    { source, csv, isFirst }: { readonly source: ColumnSource; readonly csv: string; readonly isFirst: boolean },
  ): Promise<void> {
    const known = columns.filter((name) => source.has(name)).map((name) => source.column(name))
    const rows = selectSql(select(source), `(SELECT DISTINCT ${known.join(', ')} FROM ${csv})`)
    await db.run(isFirst ? `CREATE OR REPLACE TABLE ${table} AS ${rows}` : `INSERT INTO ${table} BY NAME ${rows}`)
  }

  async function tryInsert(group: readonly ReadableFile[]): Promise<boolean> {
    try {
      return await insert(group)
    } catch (error) {
      if (isInterruption(error)) throw error
      return false
    }
  }

  return {
    problems,
    async loadGroup(group: readonly ReadableFile[]) {
      if (await tryInsert(group)) return
      // One bad place can make DuckDB refuse all files of a scan or lose the rest of one; each alone, cleaned, keeps what is good.
      for (const { file } of group) {
        const { readable, problems: found } = await cleanFile(file, {
          folder: db.folder,
          required: spec.required,
          wanted: wantedColumns(spec),
        })
        problems.push(...found.filter(({ what }) => !problems.some((known) => known.where === file.name && known.what === what)))
        if (readable && (await tryInsert([readable]))) continue
        if (readable) problems.push({ where: file.name, record: null, what: 'the file could not be read as tab-separated records' })
      }
    },
    async finish(): Promise<RecordedTable> {
      if (copies.length === 0) return { table: spec.table, rowCount: 0, problems, locate: createLocate([]) }
      const rowCount = parts.reduce((sum, part) => sum + part.rowCount, 0)
      const records = parts.reduce((sum, part) => sum + part.rowCount + part.lost, 0)
      await db.run(`CREATE OR REPLACE VIEW ${recordsOf(spec.table)} AS ${recordsSql(copies, parts)}`)
      await db.run(`CREATE OR REPLACE VIEW ${spec.table} AS SELECT * FROM ${recordsOf(spec.table)}`)
      const rejected = parts.flatMap((part) => nameRejects(part, records))
      return { table: spec.table, rowCount, problems: [...problems, ...rejected], locate: createLocate(parts) }
    },
  }
}

/** A quote without an end loses what follows it, and beyond the limit of rejects nobody counts. */
function isUnsure({ rejects }: LoadedPart): boolean {
  return rejects.length >= MAX_REJECTS || rejects.some(({ kind }) => kind === 'UNQUOTED VALUE')
}

interface PartsInput {
  readonly copy: string
  readonly group: readonly ReadableFile[]
  readonly rejects: RejectTables
}

async function copiedParts(db: Session, { copy, group, rejects }: PartsInput): Promise<LoadedPart[]> {
  const counts = await db.rows<{ path: string; count: number }>(
    `SELECT source_file AS path, CAST(count(*) AS DOUBLE) AS count FROM read_parquet(${literal(copy)}) GROUP BY ALL`,
  )
  const rejected = await db.rows<{ path: string; record: number; kind: string }>(`
    SELECT s.file_path AS path, CAST(e.line AS DOUBLE) AS record, CAST(min(e.error_type) AS VARCHAR) AS kind
    FROM ${rejects.rejects} e JOIN ${rejects.scans} s USING (scan_id, file_id) GROUP BY ALL ORDER BY path, record`)
  const [rowsOf, rejectsOf] = [new Map(counts.map((row) => [row.path, row.count])), Map.groupBy(rejected, (reject) => reject.path)]
  return group.map(({ file, path, rejects: known, lost }) => {
    const found = (rejectsOf.get(path) ?? []).map(({ record, kind }) => ({ record, kind: rejectKind(kind) }))
    return {
      file,
      copy,
      rowCount: rowsOf.get(path) ?? 0,
      rejects: [...known, ...found].toSorted((a, b) => a.record - b.record),
      lost: lost + found.length,
    }
  })
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
