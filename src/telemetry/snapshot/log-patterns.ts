import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import { withLosses, type Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import { readLine } from '../log-lines/read-line.ts'
import { answer } from './answer.ts'
import { moment } from './clock.ts'
import { mergePatterns } from '../shared/merge-patterns.ts'
import { templateSql } from './logs-table.ts'
import { answerEmpty, type Snapshot } from './snapshot.ts'
import { withinWindow } from './sql.ts'

type PatternRow = Rows['log_patterns']

const LIMIT = { name: 'log patterns', rows: 600 }
/** Templates taken from the database, most telling first, before those that differ only in a name are merged. */
const MAX_TEMPLATES = 3000

interface PatternSql {
  readonly id: number
  readonly namespace: string | null
  readonly service: string
  readonly host: string | null
  readonly severity: PatternRow['severity']
  readonly template: string
  readonly incident: number
  readonly baseline: number
  readonly first_at: number
  readonly last_at: number
  readonly body: string
  readonly patterns: number
}

/**
 * The kinds of log messages in both windows together, each once: errors first, then warnings, then by number in the incident window.
 * Counts are whole; beyond the limit the rarest ordinary patterns are left out. Locator: the example record.
 */
export async function readLogPatterns(
  snapshot: Snapshot,
  windows: { readonly incident: TimeWindow; readonly baseline: TimeWindow | null },
): Promise<Reading<PatternRow>> {
  const logs = await snapshot.source('logs')
  if (logs.rowCount === 0) return answerEmpty(snapshot, 'logs', logs)
  const patterns = await snapshot.db.rows<PatternSql>(patternsSql(windows))
  const rows = patterns.map((pattern) =>
    patternRow(pattern, { locator: logs.locate(pattern.id).locator, hasBaseline: windows.baseline !== null }),
  )
  const merged = mergePatterns(rows.toSorted((a, b) => rankOf(a) - rankOf(b)))
  const reading = answer(merged.slice(0, LIMIT.rows), { problems: logs.problems, why: 'no log record lies in these windows' })
  const leftOut = Math.max(0, merged.length - LIMIT.rows) + Math.max(0, (patterns[0]?.patterns ?? 0) - rows.length)
  return leftOut > 0 ? withLosses(reading, { truncated: { limit: `${LIMIT.name} (${LIMIT.rows} rows)`, leftOut } }) : reading
}

function patternsSql({ incident, baseline }: { readonly incident: TimeWindow; readonly baseline: TimeWindow | null }): string {
  const inIncident = withinWindow('at_us', incident)
  const inBaseline = baseline ? withinWindow('at_us', baseline) : 'false'
  return `
    WITH patterns AS (
      SELECT namespace, service, host, severity, template, count(*) FILTER (${inIncident}) AS incident, count(*) FILTER (${inBaseline}) AS baseline,
        min(at_us) AS first_at, max(at_us) AS last_at, COALESCE(min(row_id) FILTER (${inIncident}), min(row_id)) AS id, count(*) OVER () AS patterns
      FROM logs WHERE (${inIncident}) OR (${inBaseline})
      GROUP BY namespace, service, host, severity, template
      ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, incident DESC, baseline DESC, id LIMIT ${MAX_TEMPLATES}
    )
    SELECT p.* REPLACE (CAST(incident AS DOUBLE) AS incident, CAST(baseline AS DOUBLE) AS baseline, CAST(first_at AS DOUBLE) AS first_at,
      CAST(last_at AS DOUBLE) AS last_at, CAST(id AS DOUBLE) AS id, CAST(patterns AS DOUBLE) AS patterns, ${templateSql('l.body')} AS template), l.body
    FROM patterns p JOIN logs l ON l.row_id = p.id
    ORDER BY CASE p.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, incident DESC, baseline DESC, p.id`
}

/** Errors first, then warnings; the others as they were. */
function rankOf({ severity }: PatternRow): number {
  return severity === 'error' ? 0 : severity === 'warning' ? 1 : 2
}

function patternRow(
  pattern: PatternSql,
  { locator, hasBaseline }: { readonly locator: string; readonly hasBaseline: boolean },
): PatternRow {
  const { severity } = pattern
  return {
    locator,
    entity: logEntity(pattern),
    pattern: pattern.template,
    // The database knows the levels of loggers; what runtimes and shells print has none.
    severity: severity === 'unknown' ? readLine(pattern.body).severity : severity,
    incidentCount: pattern.incident,
    baselineCount: hasBaseline ? pattern.baseline : null,
    firstAt: moment(pattern.first_at),
    lastAt: moment(pattern.last_at),
    example: pattern.body,
  }
}

/** The service that wrote a record, or the machine whose journal it is from; a record of neither belongs to nobody known. */
export function logEntity(record: { readonly namespace: string | null; readonly service: string; readonly host: string | null }): EntityId {
  const { namespace, service, host } = record
  if (service === '' && host !== null) return formatEntity(CLUSTER_SCOPE, 'Node', host.replaceAll(/\s+/g, '_'))
  return formatEntity(namespace ?? CLUSTER_SCOPE, 'Service', service.replaceAll(/\s+/g, '_') || 'unknown')
}
