import type { EntityId } from '../../domain/entity.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { earliest, isWithin, windowSeconds, type TimeWindow } from '../../domain/time-window.ts'
import { templateOf } from '../shared/log-template.ts'
import type { Records } from '../shared/records.ts'
import { serviceOfPod } from './entities.ts'
import { readingOf, type TraceFolder } from './folder.ts'
import type { LogLine } from './schema.ts'
import { fromNanos } from './times.ts'

type Row = Rows['log_patterns']
type Recorded = Records<LogLine>['records'][number]

/** Most patterns in one answer; the most frequent stay. */
const MAX_PATTERNS = 500
/** Most characters of one line in an answer. */
const MAX_BODY_CHARS = 1_000
/** The clock and the ids of trace and span that frameworks put before the message. */
const PREFIX = /^\d\d:\d\d:\d\d[.,]\d+\s+|\bTraceID: \w+ SpanID: \w+\s*/g
/** Values in brackets and after a colon inside them vary with the request. */
const VALUES = /(?<=[:=]\s?)[\w.-]*\d[\w.-]*/g

/**
 * Log patterns of the window. Counted against the fault-free recording when there is one (then `baselineCount` is what the asked
 * baseline would hold at the rate of that recording), else against the asked baseline.
 */
export async function readLogPatterns(
  folder: TraceFolder,
  windows: { readonly incident: TimeWindow; readonly baseline: TimeWindow | null },
): Promise<Reading<Row>> {
  const [logs, usual] = [await folder.logs(), await folder.usualLogs()]
  // A fault-free recording of which nothing can be used must not make every line look new.
  const before =
    usual.records.length === 0 ? null : new Map([...Map.groupBy(usual.records, keyOf)].map(([key, lines]) => [key, lines.length]))
  const factor = windows.baseline === null ? 1 : windowSeconds(windows.baseline) / 60 / minutesIn(usual.records)
  const rows = [...Map.groupBy(logs.records, keyOf)].flatMap(([key, lines]) => {
    const counted = before === null ? countIn(lines, windows.baseline) : Math.ceil((before.get(key) ?? 0) * factor)
    return patternRow(lines, { file: logs.name, incident: windows.incident, baselineCount: counted }) ?? []
  })
  const kept = rows.sort((a, b) => b.incidentCount - a.incidentCount).slice(0, MAX_PATTERNS)
  return readingOf(kept, [logs, usual], rows.length > kept.length ? { limit: 'MAX_PATTERNS', leftOut: rows.length - kept.length } : null)
}

/** How many minutes a recording covers; at least one. */
function minutesIn(lines: readonly Recorded[]): number {
  return Math.max(1, new Set(lines.map(({ value }) => Math.floor(fromNanos(value.TimeUnixNano).getTime() / 60_000))).size)
}

function keyOf({ value }: Recorded): string {
  return `${serviceOfPod(value.PodName)} ${patternOf(value.Log)}`
}

function patternOf(line: string): string {
  return templateOf(messageOf(line).replace(VALUES, '<*>'))
}

function messageOf(line: string): string {
  return line.replace(PREFIX, '').slice(0, MAX_BODY_CHARS)
}

function countIn(lines: readonly Recorded[], window: TimeWindow | null): number | null {
  return window === null ? null : lines.filter(({ value }) => isWithin(fromNanos(value.TimeUnixNano), window)).length
}

function patternRow(
  lines: readonly Recorded[],
  of: { readonly file: string; readonly incident: TimeWindow; readonly baselineCount: number | null },
): Row | null {
  const during = lines.filter(({ value }) => isWithin(fromNanos(value.TimeUnixNano), of.incident))
  const [first] = during
  if (first === undefined) return null
  const moments = during.map(({ value }) => fromNanos(value.TimeUnixNano))
  return {
    locator: `${of.file}#${first.record}`,
    entity: serviceOfPod(first.value.PodName),
    pattern: patternOf(first.value.Log),
    severity: severityOf(first.value.Log),
    incidentCount: during.length,
    baselineCount: of.baselineCount,
    firstAt: earliest(moments),
    lastAt: moments.reduce((latest, at) => (at > latest ? at : latest), moments[0] ?? new Date(0)),
    example: messageOf(first.value.Log),
  }
}

function severityOf(line: string): Row['severity'] {
  const word = /\b(ERROR|FATAL|SEVERE|WARN(?:ING)?|INFO|DEBUG|TRACE)\b/.exec(line.slice(0, 60))?.[1]
  if (word === undefined) return 'unknown'
  if (word.startsWith('WARN')) return 'warning'
  return /ERROR|FATAL|SEVERE/.test(word) ? 'error' : 'info'
}

/** One page of a service's lines. */
export async function readLogExamples(
  folder: TraceFolder,
  page: {
    readonly entity: EntityId
    readonly window: TimeWindow
    readonly onlyErrors: boolean
    readonly offset: number
    readonly limit: number
  },
): Promise<Reading<Rows['log_examples']>> {
  const logs = await folder.logs()
  const own = logs.records
    .filter(({ value }) => serviceOfPod(value.PodName) === page.entity && isWithin(fromNanos(value.TimeUnixNano), page.window))
    .filter(({ value }) => !page.onlyErrors || ['error', 'warning'].includes(severityOf(value.Log)))
  const rows = own.slice(page.offset, page.offset + page.limit).map(({ record, value }) => ({
    locator: `${logs.name}#${record}`,
    entity: page.entity,
    at: fromNanos(value.TimeUnixNano),
    severity: severityOf(value.Log),
    body: messageOf(value.Log),
    traceId: value.TraceID ?? null,
  }))
  const leftOut = own.length - page.offset - page.limit
  return readingOf(rows, [logs], leftOut > 0 ? { limit: 'page', leftOut } : null)
}
