import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { isAnswered, readingWith, whyEmpty, type Query, type Reading, type ReadingOf } from '../../../src/domain/reading.ts'
import { openRecorded } from '../../../src/telemetry/open.ts'

// Writes small snapshots the way the recorder does: pandas-style TSV, maps as Python literals, nanosecond times without a zone.

export const RECORD_COLUMNS =
  'Timestamp TimestampTime TraceId SpanId TraceFlags SeverityText SeverityNumber ServiceName Body ResourceSchemaUrl ResourceAttributes ScopeSchemaUrl ScopeName ScopeVersion ScopeAttributes LogAttributes EventName'.split(
    ' ',
  )
const SPAN_COLUMNS =
  'Timestamp TraceId SpanId ParentSpanId TraceState SpanName SpanKind ServiceName ResourceAttributes ScopeName ScopeVersion SpanAttributes Duration StatusCode StatusMessage Events.Timestamp Events.Name Events.Attributes Links.TraceId Links.SpanId Links.TraceState Links.Attributes'.split(
    ' ',
  )

export type Row = Readonly<Record<string, string | number>>

/** A new folder with these files, removed when the test ends. */
export function snapshotFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'firstcause-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    writeFileSync(path.join(dir, name), content)
  }
  return dir
}

/** Asks one question of the snapshot in a folder. */
export async function ask<Q extends Query>(dir: string, query: Q): Promise<ReadingOf<Q['kind']>> {
  const telemetry = await openRecorded(dir)
  try {
    return await telemetry.read(query, { signal: new AbortController().signal })
  } finally {
    await telemetry.close()
  }
}

/** A reading without the problems that name files a small fixture leaves out. */
export function withoutMissing<Row>(reading: Reading<Row>): Reading<Row> {
  if (!isAnswered(reading)) return reading
  const problems = reading.problems.filter(({ what }) => !what.startsWith('the recording has no such file'))
  return readingWith(reading.rows, whyEmpty(reading) ?? '', { problems, truncated: reading.truncated })
}

export function tsv(columns: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(String(row[column] ?? ''))).join('\t'))
  return [columns.join('\t'), ...lines, ''].join('\n')
}

function cell(text: string): string {
  return /[\t"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A Python literal of a map; a value with an apostrophe gets double quotes. */
export function pythonMap(map: Readonly<Record<string, string>>): string {
  const quoted = (text: string) => (text.includes("'") ? `"${text}"` : `'${text}'`)
  return `{${Object.entries(map)
    .map(([key, value]) => `'${key}': ${quoted(value)}`)
    .join(', ')}}`
}

/** `seconds` after 14:00 on the day of all fixtures, as the recorder writes it. */
export function recordedTime(seconds: number): string {
  return `${at(seconds).toISOString().replace('T', ' ').replace('Z', '')}000000`
}

export function at(seconds: number): Date {
  return new Date(Date.UTC(2026, 4, 27, 14, 0, 0) + Math.round(seconds * 1000))
}

export function iso(seconds: number): string {
  return at(seconds).toISOString().replace('.000Z', 'Z')
}

export function resource(service: string, namespace = 'shop'): string {
  return pythonMap({ 'k8s.namespace.name': namespace, 'k8s.pod.name': `${service}-5d9-x1`, 'service.name': service })
}

export interface SpanSketch {
  readonly id: string
  readonly parent?: string
  readonly trace?: string
  readonly service: string
  readonly kind: 'Client' | 'Server' | 'Internal' | 'Producer' | 'Consumer'
  readonly seconds: number
  readonly durationMs: number
  readonly isError?: boolean
  readonly name?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly message?: string
}

function spanRow(span: SpanSketch): Row {
  return {
    Timestamp: recordedTime(span.seconds),
    TraceId: span.trace ?? 'trace-1',
    SpanId: span.id,
    ParentSpanId: span.parent ?? '',
    SpanName: span.name ?? 'work',
    SpanKind: span.kind,
    ServiceName: span.service,
    ResourceAttributes: resource(span.service),
    SpanAttributes: pythonMap(span.attributes ?? {}),
    Duration: Math.round(span.durationMs * 1e6),
    StatusCode: span.isError ? 'Error' : 'Unset',
    StatusMessage: span.message ?? '',
    'Events.Timestamp': '[]',
  }
}

export function spans(sketches: readonly SpanSketch[]): string {
  return tsv(SPAN_COLUMNS, sketches.map(spanRow))
}

export function logRow(seconds: number, service: string, { body, ...rest }: { readonly body: string } & Row): Row {
  return {
    Timestamp: recordedTime(seconds),
    ServiceName: service,
    ResourceAttributes: resource(service),
    SeverityNumber: 0,
    Body: body,
    ...rest,
  }
}

/** One record of a Kubernetes stream: an event or an object as JSON. */
export function kubernetesRow(seconds: number, plural: string, body: object): Row {
  return {
    Timestamp: recordedTime(seconds),
    Body: JSON.stringify(body),
    ResourceAttributes: '{}',
    LogAttributes: pythonMap({ 'k8s.resource.name': plural }),
  }
}

export const WINDOW = { start: at(0), end: at(600) }
