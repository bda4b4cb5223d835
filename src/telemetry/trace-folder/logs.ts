import type { EntityId } from '../../domain/entity.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { earliest, isWithin, windowSeconds, type TimeWindow } from '../../domain/time-window.ts'
import { serviceOfPod } from './entities.ts'
import { readingOf, type TraceFolder } from './folder.ts'
import { logFlow } from './log-flow.ts'
import { keyOf, messageOf, patternOf, severityOf, type RecordedLine } from './log-lines.ts'
import { fromNanos } from './times.ts'

type Row = Rows['log_patterns']

/** Most patterns in one answer; the most frequent stay. */
const MAX_PATTERNS = 500

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
  const before = usual.records.length === 0 ? null : Map.groupBy(usual.records, keyOf)
  const factor = windows.baseline === null ? 1 : windowSeconds(windows.baseline) / 60 / minutesIn(usual.records)
  const times = (key: string) => Math.ceil((before?.get(key)?.length ?? 0) * factor)
  const flow = logFlow(during(logs.records, windows.incident), await recordingsOf(folder))
  const current = Map.groupBy(logs.records, keyOf)
  const rows = [...current].flatMap(([key, lines]) => {
    const counted = before === null ? countIn(lines, windows.baseline) : times(key)
    const row = patternRow(lines, { file: logs.name, incident: windows.incident, baselineCount: counted })
    const next = flow.get(key)
    return row === null ? [] : [next === undefined ? row : { ...row, next }]
  })
  const gone = [...(before ?? [])].filter(([key]) => !current.has(key)).map(([key, lines]) => goneRow(lines, usual.name, times(key)))
  const all = [...rows, ...gone.flat()].sort((a, b) => b.incidentCount - a.incidentCount)
  const kept = all.slice(0, MAX_PATTERNS)
  return readingOf(kept, [logs, usual], all.length > kept.length ? { limit: 'MAX_PATTERNS', leftOut: all.length - kept.length } : null)
}

/** The named recording without a fault and those beside it. */
async function recordingsOf(folder: TraceFolder): Promise<readonly (readonly RecordedLine[])[]> {
  return [await folder.usualLogs(), ...(await folder.otherUsualLogs())].map(({ records }) => records)
}

/** How many minutes a recording covers; at least one. */
function minutesIn(lines: readonly RecordedLine[]): number {
  return Math.max(1, new Set(lines.map(({ value }) => Math.floor(fromNanos(value.TimeUnixNano).getTime() / 60_000))).size)
}

function countIn(lines: readonly RecordedLine[], window: TimeWindow | null): number | null {
  return window === null ? null : during(lines, window).length
}

function during(lines: readonly RecordedLine[], window: TimeWindow): readonly RecordedLine[] {
  return lines.filter(({ value }) => isWithin(fromNanos(value.TimeUnixNano), window))
}

/** A pattern that only the recording without a fault holds. */
function goneRow(lines: readonly RecordedLine[], file: string, baselineCount: number): readonly Row[] {
  const [first] = lines
  if (first === undefined) return []
  const said = { pattern: patternOf(first.value.Log), severity: severityOf(first.value.Log), example: messageOf(first.value.Log) }
  const entity = serviceOfPod(first.value.PodName)
  return [{ locator: `${file}#${first.record}`, entity, ...said, incidentCount: 0, baselineCount, firstAt: null, lastAt: null }]
}

function patternRow(
  lines: readonly RecordedLine[],
  of: { readonly file: string; readonly incident: TimeWindow; readonly baselineCount: number | null },
): Row | null {
  const seen = during(lines, of.incident)
  const [first] = seen
  if (first === undefined) return null
  const moments = seen.map(({ value }) => fromNanos(value.TimeUnixNano))
  return {
    locator: `${of.file}#${first.record}`,
    entity: serviceOfPod(first.value.PodName),
    pattern: patternOf(first.value.Log),
    severity: severityOf(first.value.Log),
    incidentCount: seen.length,
    baselineCount: of.baselineCount,
    firstAt: earliest(moments),
    lastAt: moments.reduce((latest, at) => (at > latest ? at : latest), moments[0] ?? new Date(0)),
    example: messageOf(first.value.Log),
  }
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
