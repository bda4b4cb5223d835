import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'

const rows = z.array(z.array(z.string()))

/** A record of a drill's table, by the names of its columns. */
export type TableRow = (column: string) => string

/** The records of one table of a drill, in their order; none where the recorder wrote no such file. Throws what the parser throws. */
export function readTable(file: string): readonly TableRow[] {
  if (!existsSync(file)) return []
  const [header = [], ...records] = cellsOf(readFileSync(file, 'utf8'))
  const columns = new Map(header.map((name, index) => [name, index]))
  return records.map((record) => (column) => record[columns.get(column) ?? -1] ?? '')
}

/** A table without quotes is what it looks like; metrics have none, and every record of theirs twice. */
function cellsOf(text: string): readonly (readonly string[])[] {
  if (text.includes('"')) return rows.parse(parse(text, { delimiter: '\t', relaxColumnCount: true }))
  const lines = text.split('\n').filter((line, index, all) => line !== '' && line !== all[index - 1])
  return lines.map((line) => line.split('\t'))
}

/** The records of every table in a folder whose name begins so; none where there is no such folder. */
export function readTables(folder: string, prefix: string): readonly TableRow[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix))
  return names.toSorted().flatMap((name) => readTable(path.join(folder, name)))
}

/** Milliseconds of `2026-05-08 11:05:46.663817648`, which is UTC. */
export function timeOf(text: string): number {
  const [seconds = '', fraction = ''] = text.split('.')
  return Date.parse(`${seconds.replace(' ', 'T')}Z`) + Number(`0.${fraction || '0'}`) * 1000
}
