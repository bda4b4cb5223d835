import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'

export type Row = Readonly<Record<string, string>>

/** All rows of one tab-separated file of a snapshot, as an independent reader sees them. */
export function readRows(folder: string, file: string): Row[] {
  return parse(readFileSync(path.join(folder, file)), { delimiter: '\t', columns: true, quote: '"', escape: '"' }) as Row[]
}

export interface EventRow {
  readonly type: string
  readonly object: Readonly<Record<string, unknown>> & {
    readonly apiVersion: string
    readonly reason: string
    readonly metadata: { readonly uid: string }
  }
}

export function readEvents(folder: string): EventRow[] {
  return readRows(folder, 'k8s_events_raw.tsv').map((row) => JSON.parse(row['Body'] ?? '{}') as EventRow)
}

export interface SpanRow {
  readonly at: string
  readonly service: string
  readonly kind: string
  readonly isError: boolean
  readonly milliseconds: number
  readonly pod: string
}

export function readSpans(folder: string): SpanRow[] {
  return readRows(folder, 'otel_traces_raw.tsv').map((row) => ({
    at: `${(row['Timestamp'] ?? '').slice(0, 23).replace(' ', 'T')}Z`,
    service: row['ServiceName'] ?? '',
    kind: row['SpanKind'] ?? '',
    isError: row['StatusCode'] === 'Error',
    milliseconds: Number(row['Duration']) / 1e6,
    pod: /'k8s\.pod\.name': '([^']+)'/.exec(row['ResourceAttributes'] ?? '')?.[1] ?? '',
  }))
}
