import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeDrill } from '../../../src/drills/write-drill.ts'
import { clusterDump, incidentFolder, traceFolder } from '../recorded-folders.ts'

/** One trace of so many is kept, which leaves every symptom of the drill and a hundredth of its time. */
const KEPT_TRACES = 24
/** Files of metrics kept of each kind, and which listing of alerts: each is a minute. */
const KEPT_METRICS = 4
const KEPT_LISTINGS = 6
const TRACE_ID_COLUMN = 'TraceId'

export type Format = 'snapshot' | 'cluster-dump' | 'incident-folder' | 'trace-folder'

/** Writes a small whole incident of the format into a folder, to be damaged. */
export function writeBase(format: Format, dir: string): void {
  if (format === 'snapshot') cpSync(thinDrill(), dir, { recursive: true })
  else ({ 'cluster-dump': clusterDump, 'incident-folder': incidentFolder, 'trace-folder': traceFolder })[format](dir)
}

let drill: string | undefined

/** A drill with few of its requests, made once for each process and removed at its end. */
function thinDrill(): string {
  if (drill !== undefined) return drill
  const dir = mkdtempSync(path.join(tmpdir(), 'firstcause-hostile-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  writeDrill({ kind: 'env_address_invalid', seed: 1, scale: 'small', topology: 'shop' }, dir)
  for (const name of ['otel_traces_raw.tsv', 'otel_logs_raw.tsv']) thinTable(path.join(dir, name))
  thinMetrics(path.join(dir, 'metrics'))
  thinListings(path.join(dir, 'alerts'))
  drill = dir
  return dir
}

function thinTable(file: string): void {
  const [header = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  const column = header.split('\t').indexOf(TRACE_ID_COLUMN)
  // A quoted cell of several lines is no line of this shape and goes with its record.
  const kept = lines.filter(
    (line) => line.split('\t').length === header.split('\t').length && !line.includes('"') && isKept(line.split('\t')[column] ?? ''),
  )
  writeFileSync(file, [header, ...kept, ''].join('\n'))
}

function isKept(traceId: string): boolean {
  return traceId === '' || Number.parseInt(traceId.slice(-4), 16) % KEPT_TRACES === 0
}

function thinMetrics(dir: string): void {
  const names = readdirSync(dir).toSorted()
  for (const kind of ['pod_', 'service_'])
    for (const name of names.filter((one) => one.startsWith(kind)).slice(KEPT_METRICS)) rmSync(path.join(dir, name))
}

function thinListings(dir: string): void {
  for (const [index, name] of readdirSync(dir).toSorted().entries()) if (index % KEPT_LISTINGS !== 0) rmSync(path.join(dir, name))
}
