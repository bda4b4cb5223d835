import { attribute } from './attribute-sql.ts'
import type { SnapshotFile } from './files.ts'
import type { ColumnSource, TableSpec } from './recorded-table.ts'
import { parsedTime } from './sql.ts'

/** Characters kept of one log record: what an example shows. */
const MAX_BODY_CHARS = 2000
/** Characters of the first line that make a template; what tells two messages apart stands at the front. */
const MAX_TEMPLATE_CHARS = 300

const NAMES = {
  at: ['Timestamp'],
  body: ['Body', 'Message'],
  service: ['ServiceName', 'Service'],
  severity: ['SeverityText', 'Severity', 'Level'],
  number: ['SeverityNumber'],
  resource: ['ResourceAttributes'],
  trace: ['TraceId'],
} as const

/**
 * Tokens with a digit in them vary from record to record (ids, addresses, times, counts); joined ones count as one. RE2 syntax.
 */
const VARIABLE_PART = `[A-Za-z_]*[0-9]\\w*(?:[-.,:/+@]+\\w*[0-9]\\w*)*`

/** The log records, with severity brought to one scale and the template of the message. */
export function logsTable(files: readonly SnapshotFile[]): TableSpec {
  return { table: 'logs', files, required: [NAMES.at, NAMES.body], maps: [NAMES.resource], select: selectLogs }
}

function selectLogs(source: ColumnSource): Record<string, string> {
  const body = `COALESCE(${source.column(...NAMES.body)}, '')`
  const resource = source.column(...NAMES.resource)
  const dialect = source.dialect(...NAMES.resource)
  return {
    at_us: parsedTime(source.column(...NAMES.at)),
    service: `COALESCE(NULLIF(${source.column(...NAMES.service)}, ''), ${attribute(resource, 'service.name', dialect)}, '')`,
    namespace: attribute(resource, 'k8s.namespace.name', dialect),
    pod: attribute(resource, 'k8s.pod.name', dialect),
    severity_text: `COALESCE(${source.column(...NAMES.severity)}, '')`,
    severity: severitySql(source, body),
    template: templateSql(body),
    body: `left(rtrim(${body}, chr(10)), ${MAX_BODY_CHARS})`,
    trace_id: `NULLIF(${source.column(...NAMES.trace)}, '')`,
  }
}

/** Replaces the variable parts of a message's first line; messages of one statement then read alike. */
export function templateSql(body: string): string {
  return `regexp_replace(left(split_part(ltrim(${body}), chr(10), 1), ${MAX_TEMPLATE_CHARS}), '${VARIABLE_PART}', '<*>', 'g')`
}

// SeverityNumber of OpenTelemetry: 13 to 16 is warning, 17 and above error. Libraries that leave it unset write the level in the
// text, or only in the message itself; a proxy's access log says it by the status it answered with.
function severitySql(source: ColumnSource, body: string): string {
  const number = `COALESCE(TRY_CAST(${source.column(...NAMES.number)} AS DOUBLE), 0)`
  const text = `COALESCE(NULLIF(lower(trim(${source.column(...NAMES.severity)})), ''), ${levelInBody(body)})`
  return `CASE WHEN ${number} >= 17 THEN 'error' WHEN ${number} >= 13 THEN 'warning' WHEN ${number} > 0 THEN 'info' ELSE
    CASE WHEN regexp_matches(${text}, '^(?:e|f|err|error|fatal|crit|critical|severe|panic|alert|emerg|emergency|fail|failed)$') THEN 'error'
      WHEN regexp_matches(${text}, '^(?:w|warn|warning)$') THEN 'warning'
      WHEN regexp_matches(${text}, '^(?:i|d|t|info|information|informational|debug|trace|notice|log|verbose|normal)$') THEN 'info'
      ELSE 'unknown' END END`
}

function levelInBody(body: string): string {
  const head = `left(${body}, 400)`
  const named = `NULLIF(lower(regexp_extract(${head}, '(?i)["\\s]?(?:level|severity|lvl)["'']?\\s*[=:]\\s*["'']?([a-z]+)', 1)), '')`
  const leading = `NULLIF(lower(regexp_extract(${head}, '^[^A-Za-z]{0,40}(?i:\\b(trace|debug|info|notice|warn|warning|error|fatal|critical|panic)\\b)', 1)), '')`
  const access = `CASE WHEN regexp_matches(${head}, 'HTTP/[0-9.]+"? 5[0-9][0-9]\\b') THEN 'error' END`
  return `COALESCE(${named}, ${access}, ${leading})`
}
