import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { earliest, isWithin, type TimeWindow } from '../../domain/time-window.ts'
import { templateOf } from '../shared/log-template.ts'
import type { Records } from '../shared/records.ts'
import { serviceEntity } from './entities.ts'
import { readingOf, type Folder } from './folder.ts'
import { bodyOf, messageOf, severityOf } from './log-text.ts'
import type { LogRecord, PatternEntry } from './schema.ts'

type Row = Rows['log_patterns']
type Logged = Records<LogRecord>['records'][number]

/** Most patterns in one answer; the most frequent stay. A service writes tens of patterns, not thousands. */
const MAX_PATTERNS = 500

interface Windows {
  readonly incident: TimeWindow
  readonly baseline: TimeWindow | null
}

/**
 * Log patterns per service, mined from the records, followed by those that only the folder's own pattern count knows (its log
 * lines are a sample). Where both know a pattern, the folder's counts replace the sample's. Ascending by first record.
 */
export async function readLogPatterns(folder: Folder, windows: Windows): Promise<Reading<Row>> {
  const [logs, counted] = [await folder.logs(), await folder.patterns()]
  const groups = Map.groupBy(logs.records, ({ value }) => `${value.service}\n${templateOf(messageOf(value))}`)
  const mined = [...groups.values()].flatMap((records) => minedRow(logs.name, records, windows) ?? [])
  const own = counted.records.map(({ record, value }) => countedRow(value, { locator: `${counted.name}#${record}`, mined }))
  const rows = [...mined, ...own].sort((a, b) => momentOf(a) - momentOf(b))
  const kept = new Set([...rows].sort((a, b) => b.incidentCount - a.incidentCount).slice(0, MAX_PATTERNS))
  const leftOut = rows.length - kept.size
  return readingOf(
    rows.filter((row) => kept.has(row)),
    [logs, counted],
    leftOut > 0 ? { limit: 'MAX_PATTERNS', leftOut } : null,
  )
}

function momentOf(row: Row): number {
  return row.firstAt?.getTime() ?? Infinity
}

function minedRow(file: string, records: readonly Logged[], { incident, baseline }: Windows): Row | null {
  const during = records.filter(({ value }) => isWithin(value.timestamp, incident))
  const before = baseline === null ? null : records.filter(({ value }) => isWithin(value.timestamp, baseline)).length
  const shown = during[0] ?? records[0]
  if (!shown || (during.length === 0 && (before ?? 0) === 0)) return null
  const moments = records.map(({ value }) => value.timestamp)
  return {
    locator: `${file}#${shown.record}`,
    entity: serviceEntity(shown.value.service),
    pattern: templateOf(messageOf(shown.value)),
    severity: severityOf(shown.value),
    incidentCount: during.length,
    baselineCount: before,
    firstAt: earliest(moments),
    lastAt: moments.reduce((latest, at) => (at > latest ? at : latest), shown.value.timestamp),
    example: bodyOf(shown.value),
  }
}

function countedRow(entry: PatternEntry, context: { readonly locator: string; readonly mined: readonly Row[] }): Row {
  const entity = serviceEntity(entry.service)
  const pattern = entry.signature.replace(/<[A-Za-z_]*>/g, '<*>')
  const same = context.mined.find((row) => row.entity === entity && isSamePattern(row, pattern))
  const delta = entry.delta_vs_baseline == null ? null : Number(entry.delta_vs_baseline)
  return {
    locator: context.locator,
    entity,
    pattern,
    severity: same?.severity ?? (entry.sentiment === 'negative' ? 'warning' : 'unknown'),
    incidentCount: entry.count,
    baselineCount: delta === null || Number.isNaN(delta) ? null : Math.max(0, entry.count - delta),
    firstAt: same?.firstAt ?? null,
    lastAt: same?.lastAt ?? null,
    example: entry.signature,
  }
}

/** True when the record's message fits the signature, whose placeholders stand for anything. */
function isSamePattern(row: Row, pattern: string): boolean {
  const parts = pattern.split('<*>').map((part) => part.replace(/\s+/g, ' ').trim())
  return parts.every((part) => row.example.includes(part))
}
