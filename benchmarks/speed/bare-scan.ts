import { closeSync, globSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

// The least that any reader of these files must do: DuckDB parses every record once, groups by a column and searches another.
// usage: node benchmarks/speed/bare-scan.ts DIR   prints one line of JSON: { wallMs, cpuMs }

const MAX_HEADER_BYTES = 16_384

const dir = process.argv[2] ?? '.'
const files = globSync(['otel_*.tsv', 'k8s_*.tsv', 'metrics/*.tsv'], { cwd: dir }).map((name) => path.join(dir, name))
const groups = Map.groupBy(files, headerOf)
const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
const connection = await instance.connect()
const began = performance.now()
for (const [header, members] of groups) await connection.runAndReadAll(scanSql(header.split('\t'), members))
const wallMs = Math.round(performance.now() - began)
const { userCPUTime, systemCPUTime } = process.resourceUsage()
process.stdout.write(`${JSON.stringify({ wallMs, cpuMs: Math.round((userCPUTime + systemCPUTime) / 1000) })}\n`)

function headerOf(file: string): string {
  const handle = openSync(file, 'r')
  const head = Buffer.alloc(MAX_HEADER_BYTES)
  const length = readSync(handle, head)
  closeSync(handle)
  return head.subarray(0, length).toString('utf8').split('\n', 1)[0] ?? ''
}

function scanSql(columns: readonly string[], members: readonly string[]): string {
  const [group, text] = columns.includes('ServiceName')
    ? ['ServiceName', columns.includes('Body') ? 'Body' : 'SpanAttributes']
    : ['metric_name', 'tags']
  const types = columns.map((column) => `'${column}': 'VARCHAR'`).join(', ')
  const paths = members.map((member) => `'${member.replaceAll("'", "''")}'`).join(', ')
  return `SELECT "${group}", count(*), count(*) FILTER (contains("${text}", 'refused')) FROM read_csv([${paths}], delim='\t', quote='"', escape='"',
    header=true, auto_detect=false, columns={${types}}, parallel=true, max_line_size=2097152, buffer_size=8388608) GROUP BY ALL`
}
