import { readingWith, type Problem, type Query, type Reading, type Truncation } from '../../domain/reading.ts'
import type { QueryKind, Rows } from '../../domain/telemetry-rows.ts'
import type { Telemetry } from '../port.ts'
import { readAlertRows } from './alert-rows.ts'
import { readCheckRows } from './check-rows.ts'
import { readDependencyRows } from './dependency-rows.ts'
import { readDumpClock, type DumpClock } from '../kubectl-text/dump-clock.ts'
import { loadDump, type LoadedDump } from './dump-file.ts'
import { DUMP_FILE } from './recognise.ts'
import type { Dump } from './schema.ts'
import { readEventRows } from './event-rows.ts'
import { readDumpCallFailures, readLogExampleRows, readLogPatternRows } from './log-rows.ts'
import { readMetricColumns, type MetricColumn } from './metrics-file.ts'
import { readObjectRows } from './object-rows.ts'
import { readOverviewRow } from './overview-row.ts'
import { cutCallFailures } from '../log-lines/call-failures.ts'
import { gridOf } from '../shared/grid.ts'
import { readTextFile, type TextFile } from '../shared/text-file.ts'
import { buildSeriesRows } from './series-rows.ts'

/** Most rows of one answer; the largest real dumps have a tenth of it. */
const MAX_ROWS = 20_000
const NOT_IN_A_DUMP = 'a cluster dump does not hold this'

/**
 * Opens the recorded state of a cluster: command output in `case.json`, and `metrics.csv` where there is one. Everything is read
 * once, here. Throws `AppError` `telemetry_damaged` when `case.json` is unusable as a whole.
 */
export async function openClusterDump(dir: string): Promise<Telemetry> {
  const loaded = await loadDump(dir)
  const metrics = await readTextFile(dir, 'metrics.csv')
  const answer = createAnswers(loaded, metrics)
  return {
    label: `cluster dump ${dir}`,
    // Nothing waits here, so there is nothing that an abort could cut short.
    read: (query) => Promise.resolve(answer(query) as Reading<never>),
    close: () => Promise.resolve(),
  }
}

/** A dump with its clock and metric columns: what every answer is computed from. */
interface Opened {
  readonly dump: Dump
  readonly problems: readonly Problem[]
  readonly clock: DumpClock
  readonly columns: readonly MetricColumn[]
  readonly metricProblems: readonly Problem[]
}

function createAnswers(loaded: LoadedDump, metrics: TextFile): (query: Query) => Reading<Rows[QueryKind]> {
  const { dump, problems: damage } = loaded
  if (dump === null) return () => readingWith([], 'nothing in case.json can be used', { problems: damage })
  const clock = readDumpClock(Object.values(dump.describe ?? {}).flatMap((texts) => Object.values(texts)))
  const { columns, problems } = readMetricColumns(metrics.text, clock)
  const opened: Opened = { dump, problems: damage, clock, columns, metricProblems: [...metrics.problems, ...problems] }
  return (query) => answer(query, opened)
}

function answer(query: Query, opened: Opened): Reading<Rows[QueryKind]> {
  const { dump, clock } = opened
  const named = (...parts: readonly string[]) =>
    opened.problems.filter(({ where }) => where === DUMP_FILE || parts.some((part) => where === `${DUMP_FILE}#${part}`))
  switch (query.kind) {
    case 'overview':
      return toReading([readOverviewRow(dump, clock, opened.columns)], named('query'))
    case 'alerts':
      return toReading(readAlertRows(dump, clock), named('alerts'))
    case 'kubernetes_events': {
      const part = readEventRows(dump, clock)
      return toReading(part.rows, [...named('events', 'describe'), ...part.problems])
    }
    case 'object_versions': {
      const part = readObjectRows(dump, clock)
      const rows = query.entity === undefined ? part.rows : part.rows.filter((row) => row.entity === query.entity)
      return toReading(rows, [...named('describe', 'get', 'app_yaml'), ...part.problems])
    }
    case 'series': {
      const grid = gridOf(query.window, query.stepSeconds)
      const truncated = grid.leftOut > 0 ? { limit: 'MAX_GRID_STEPS', leftOut: grid.leftOut } : null
      return toReading(buildSeriesRows(opened.columns, dump, grid), [...named(), ...opened.metricProblems], truncated)
    }
    case 'log_patterns':
      return toReading(readLogPatternRows(dump), named('error_logs'))
    case 'call_failures': {
      const found = readDumpCallFailures(dump)
      return toReading(found.rows, named('error_logs'), cutCallFailures(found))
    }
    case 'log_examples': {
      const rows = readLogExampleRows(dump, query.entity)
      const leftOut = Math.max(0, rows.length - query.offset - query.limit)
      const page = rows.slice(query.offset, query.offset + query.limit)
      return toReading(page, named('recent_logs'), leftOut > 0 ? { limit: 'limit of the question', leftOut } : null)
    }
    case 'checks':
      return toReading(readCheckRows(dump), named('node_service', 'connectivity'))
    case 'dependencies':
      return toReading(readDependencyRows(dump), named('service_dependencies'))
    case 'listings':
    case 'changes':
    case 'provider_status':
    case 'service_calls':
    case 'call_edges':
    case 'span_examples':
    case 'statements':
      return { status: 'unknown', why: NOT_IN_A_DUMP }
  }
}

function toReading(
  rows: readonly Rows[QueryKind][],
  problems: readonly Problem[],
  truncated: Truncation | null = null,
): Reading<Rows[QueryKind]> {
  const cut = rows.length > MAX_ROWS ? { limit: 'MAX_ROWS', leftOut: rows.length - MAX_ROWS } : null
  return readingWith(rows.slice(0, MAX_ROWS), 'the dump holds nothing for this', { problems, truncated: cut ?? truncated })
}
