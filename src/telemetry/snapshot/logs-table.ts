import { attribute } from './attribute-sql.ts'
import type { SnapshotFile } from './files.ts'
import type { ColumnSource } from './csv-source.ts'
import type { TableSpec } from './recorded-table.ts'
import { literal, parsedTime } from './sql.ts'

/** Characters kept of one log record: what an example shows. */
const MAX_BODY_CHARS = 2000
/** Characters of the first line that make a template; what tells two messages apart stands at the front. */
const MAX_TEMPLATE_CHARS = 240

/** The level of a record stands near its beginning, or nowhere. */
const MAX_LEVEL_CHARS = 300

// How the logging libraries spell their levels, lower case; the tens are those of JSON loggers for Node.
const WORDS: Readonly<Record<string, string>> = {
  error: 'e err error fatal crit critical severe panic alert emerg emergency 50 60',
  warning: 'w warn warning 40',
  info: 'i d t info information informational debug trace notice log verbose normal 10 20 30',
}
const SEVERITIES = `MAP {${Object.entries(WORDS)
  .flatMap(([severity, words]) => words.split(' ').map((word) => `${literal(word)}: ${literal(severity)}`))
  .join(', ')}}`

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
 * Words with a digit in them vary from record to record (ids, addresses, times, counts); what hangs together by punctuation, or
 * by a hyphen and hex letters as in a UUID, is one of them. RE2 syntax.
 */
const VARIABLE_PART = `[A-Za-z_]*[0-9]\\w*(?:[-.,:/+@]+\\w*[0-9]\\w*|-[0-9a-fA-F]{4,})*`

/** The log records, with severity brought to one scale; records with equal `template` (a hash) are of one statement. */
export function logsTable(files: readonly SnapshotFile[]): TableSpec {
  return { table: 'logs', files, required: [NAMES.at, NAMES.body], maps: [NAMES.resource], select: selectLogs }
}

function selectLogs(source: ColumnSource): Record<string, string> {
  const body = `COALESCE(${source.column(...NAMES.body)}, '')`
  const service = source.column(...NAMES.service)
  const resource = source.column(...NAMES.resource)
  const dialect = source.dialect(...NAMES.resource)
  const named = `CASE WHEN ${service} <> '' THEN ${service} ELSE COALESCE(${attribute(resource, 'service.name', dialect)}, '') END`
  return {
    at_us: parsedTime(source.column(...NAMES.at)),
    service: named,
    // Journals of machines come without a service and without a pod.
    host: `CASE WHEN ${service} <> '' THEN NULL ELSE COALESCE(${attribute(resource, 'k8s.node.name', dialect)}, ${attribute(resource, 'host.name', dialect)}) END`,
    namespace: attribute(resource, 'k8s.namespace.name', dialect),
    pod: attribute(resource, 'k8s.pod.name', dialect),
    severity_text: `COALESCE(${source.column(...NAMES.severity)}, '')`,
    severity: severitySql(source, body),
    template: `hash(${templateSql(body)})`,
    body: `CASE WHEN suffix(${body}, chr(10)) OR strlen(${body}) > ${MAX_BODY_CHARS} THEN left(rtrim(${body}, chr(10)), ${MAX_BODY_CHARS}) ELSE ${body} END`,
    trace_id: `NULLIF(${source.column(...NAMES.trace)}, '')`,
  }
}

/** Replaces the variable parts of a message's first line; messages of one statement then read alike. */
export function templateSql(body: string): string {
  // Nearly no message begins with a blank, and trimming all of them costs a fifth of the template: what sorts before `!` begins with one.
  const trimmed = `CASE WHEN ${body} < '!' THEN ltrim(${body}) ELSE ${body} END`
  return `regexp_replace(split_part(left(${trimmed}, ${MAX_TEMPLATE_CHARS}), chr(10), 1), '${VARIABLE_PART}', '<*>', 'g')`
}

// SeverityNumber of OpenTelemetry: 13 to 16 is warning, 17 and above error. Libraries that leave it unset write the level in the
// text, or only in the message itself; a proxy's access log says it by the status it answered with. CASE, because only it spares
// the other rows the patterns.
function severitySql(source: ColumnSource, body: string): string {
  const number = `TRY_CAST(${source.column(...NAMES.number)} AS DOUBLE)`
  const text = source.column(...NAMES.severity)
  return `CASE WHEN ${number} >= 17 THEN 'error' WHEN ${number} >= 13 THEN 'warning' WHEN ${number} > 0 THEN 'info'
    WHEN ${text} <> '' THEN ${severityOfWord(`lower(trim(${text}))`)}
    WHEN contains(left(${body}, ${MAX_LEVEL_CHARS}), ' HTTP/') THEN
      CASE WHEN regexp_matches(left(${body}, ${MAX_LEVEL_CHARS}), ' HTTP/[0-9.]+"? 5[0-9][0-9]') THEN 'error' ELSE 'info' END
    ELSE ${severityOfWord(`lower(COALESCE(${levelInBody(body)}, ''))`)} END`
}

// A map and no IN: DuckDB turns a long list into a join, which looks at every row whatever CASE it stands in, and loses their order.
function severityOfWord(word: string): string {
  return `COALESCE(${SEVERITIES}[${word}], 'unknown')`
}

// `level=warn`, `"level":"warn"`, or the level as the first word after date and brackets.
function levelInBody(body: string): string {
  const head = `left(${body}, ${MAX_LEVEL_CHARS})`
  const named = `regexp_extract_all(${head}, '(?:level|LEVEL|severity|lvl)["'']?\\s*[=:]\\s*["'']?([A-Za-z]+|[1-6]0)', 1)[1]`
  const leading = `regexp_extract_all(${head}, '^[^A-Za-z]*(?:T[0-9:.,]+Z?[^A-Za-z]*)?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|PANIC|E|W|I)(?:[0-9]{4} |[^A-Za-z0-9])', 1)[1]`
  return `COALESCE(${named}, ${leading})`
}
