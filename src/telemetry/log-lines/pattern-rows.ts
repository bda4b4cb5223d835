import type { Rows } from '../../domain/telemetry-rows.ts'
import { earliest, isWithin, latest, shiftSeconds, windowSeconds, type TimeWindow } from '../../domain/time-window.ts'
import { templateOf } from '../shared/log-template.ts'
import { mergePatterns } from '../shared/merge-patterns.ts'
import { streamsInOrder, textOfRecord, type LogStream } from './log-stream.ts'
import type { LogRecord } from './record.ts'

type Row = Rows['log_patterns']

/** Most patterns in one answer. */
const MAX_PATTERNS = 600
const RANK = { error: 0, warning: 1, unknown: 2, info: 3 } as const satisfies Record<Row['severity'], number>

interface Placed {
  readonly stream: LogStream
  readonly record: LogRecord
  /** In the windows: true and false, and null where nothing places it. */
  readonly isDuring: boolean | null
  readonly isBefore: boolean
}

/**
 * The kinds of things that containers logged, each once: errors first, then warnings, lines without a level, harmless ones, each by number. Runs of one
 * container follow each other in time. A record without a time counts where the record before it does, or where its container ran; where nothing places
 * a whole kind, or its containers ran through less than half of the baseline, all of it counts in the incident and `baselineCount` is null: there is nothing to compare it with. Beyond `MAX_PATTERNS` the last are left out.
 */
export function readPatternRows(
  streams: readonly LogStream[],
  windows: { readonly incident: TimeWindow; readonly baseline: TimeWindow | null },
): { readonly rows: readonly Row[]; readonly truncated: { readonly limit: string; readonly leftOut: number } | null } {
  const placed = streamsInOrder(streams).flatMap((stream) => placedIn(stream, windows))
  const kinds = Map.groupBy(placed, ({ stream, record }) => JSON.stringify([stream.entity, record.severity, templateOf(record.body)]))
  const rows = [...kinds.values()].flatMap((same) => rowOf(same, windows.baseline) ?? [])
  const merged = mergePatterns(rows.sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.incidentCount - a.incidentCount))
  const leftOut = merged.length - MAX_PATTERNS
  return { rows: merged.slice(0, MAX_PATTERNS), truncated: leftOut > 0 ? { limit: 'MAX_PATTERNS', leftOut } : null }
}

function placedIn(
  stream: LogStream,
  { incident, baseline }: { readonly incident: TimeWindow; readonly baseline: TimeWindow | null },
): readonly Placed[] {
  const known =
    stream.records.find(({ at }) => at !== null)?.at ??
    ranWithin(stream, incident) ??
    (baseline === null ? null : ranWithin(stream, baseline))
  let last = known
  return stream.records.map((record): Placed => {
    last = record.at ?? last
    return last === null
      ? { stream, record, isDuring: null, isBefore: false }
      : { stream, record, isDuring: isWithin(last, incident), isBefore: baseline !== null && isWithin(last, baseline) }
  })
}

/** A moment of the run if all of it lies in the window. */
function ranWithin({ startedAt, endedAt }: LogStream, window: TimeWindow): Date | null {
  return startedAt !== null && endedAt !== null && isWithin(startedAt, window) && isWithin(endedAt, window) ? startedAt : null
}

/** Began early enough for what it said then to be what it usually says; true where nobody says when it began. */
function hasRunThrough({ startedAt }: LogStream, window: TimeWindow): boolean {
  return startedAt === null || startedAt <= shiftSeconds(window.start, windowSeconds(window) / 2)
}

function rowOf(all: readonly Placed[], baseline: TimeWindow | null): Row | null {
  // Of a program that ran through less than half of the calm time too little is known to compare with.
  const isNew = baseline !== null && all.every(({ stream }) => !hasRunThrough(stream, baseline))
  const same = isNew ? all.map((one) => ({ ...one, isDuring: true, isBefore: false })) : all
  const isCompared = baseline !== null && !isNew
  const during = same.filter(({ isDuring }) => isDuring !== false)
  const before = same.filter(({ isBefore }) => isBefore).length
  const shown = during[0] ?? same[0]
  if (shown === undefined || (during.length === 0 && before === 0)) return null
  const times = same.flatMap(({ record }) => record.at ?? [])
  const isPlaced = same.some(({ isDuring }) => isDuring !== null)
  return {
    locator: `${shown.stream.where}#${shown.record.line}`,
    entity: shown.stream.entity,
    pattern: templateOf(shown.record.body),
    severity: shown.record.severity,
    incidentCount: during.length,
    baselineCount: isCompared && isPlaced ? before : null,
    firstAt: earliest(times),
    lastAt: latest(times),
    example: textOfRecord(shown.record),
  }
}
