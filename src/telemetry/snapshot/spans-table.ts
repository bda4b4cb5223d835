import { attribute, attributeMatching, type MapDialect } from './attribute-sql.ts'
import type { SnapshotFile } from './files.ts'
import type { ColumnSource, TableSpec } from './recorded-table.ts'
import { parsedTime } from './sql.ts'

/** Characters kept of a status message and of the attributes of a failed span: what an example shows. */
const MAX_STATUS_CHARS = 1000
const MAX_ATTRIBUTES_CHARS = 4000

const NAMES = {
  at: ['Timestamp'],
  trace: ['TraceId'],
  span: ['SpanId'],
  parent: ['ParentSpanId'],
  name: ['SpanName', 'Name'],
  kind: ['SpanKind', 'Kind'],
  service: ['ServiceName', 'Service'],
  resource: ['ResourceAttributes'],
  attributes: ['SpanAttributes', 'Attributes'],
  status: ['StatusCode', 'Status'],
  message: ['StatusMessage'],
} as const

// Who a client span called, in the order of how directly it names a service. Semantic conventions of OpenTelemetry, current and
// deprecated names. An address that is only an IP says less than the system or RPC service, so it is set aside.
const PEER_KEYS = [
  'peer\\.service',
  'server\\.address',
  'net\\.peer\\.name',
  'rpc\\.service',
  'messaging\\.destination\\.name',
  'db\\.system(?:\\.name)?',
  'messaging\\.system',
]

/** The spans with what calls and examples need, times and durations in microseconds. */
export function spansTable(files: readonly SnapshotFile[]): TableSpec {
  return {
    table: 'spans',
    files,
    required: [NAMES.at, NAMES.trace, NAMES.span, NAMES.service, ['Duration', 'DurationMs']],
    maps: [NAMES.resource, NAMES.attributes],
    select: selectSpans,
  }
}

function selectSpans(source: ColumnSource): Record<string, string> {
  const [trace, span, parent] = [NAMES.trace, NAMES.span, NAMES.parent].map((names) => source.column(...names))
  const resource = source.column(...NAMES.resource)
  const attributes = source.column(...NAMES.attributes)
  const resourceDialect = source.dialect(...NAMES.resource)
  const dialect = source.dialect(...NAMES.attributes)
  const isError = isErrorSql(source, { attributes, dialect })
  return {
    at_us: parsedTime(source.column(...NAMES.at)),
    duration: durationSql(source),
    trace_id: `${trace}`,
    span_id: `${span}`,
    span_key: `hash(${trace}, ${span})`,
    parent_key: `CASE WHEN ${parent} <> '' THEN hash(${trace}, ${parent}) END`,
    parent_id: `${parent}`,
    operation: `COALESCE(${source.column(...NAMES.name)}, '')`,
    kind: `COALESCE(lower(replace(${source.column(...NAMES.kind)}, 'SPAN_KIND_', '')), '')`,
    service: `COALESCE(${source.column(...NAMES.service)}, '')`,
    namespace: attribute(resource, 'k8s.namespace.name', resourceDialect),
    is_error: isError,
    status_message: `left(${source.column(...NAMES.message)}, ${MAX_STATUS_CHARS})`,
    peer: `CASE WHEN lower(${source.column(...NAMES.kind)}) LIKE '%client' OR lower(${source.column(...NAMES.kind)}) LIKE '%producer' THEN ${peerSql(attributes, dialect)} END`,
    attributes: `CASE WHEN ${isError} THEN left(${attributes}, ${MAX_ATTRIBUTES_CHARS}) END`,
  }
}

function durationSql(source: ColumnSource): string {
  return source.has('Duration')
    ? `CAST(TRY_CAST(${source.column('Duration')} AS DOUBLE) / 1000 AS BIGINT)`
    : `CAST(TRY_CAST(${source.column('DurationMs')} AS DOUBLE) * 1000 AS BIGINT)`
}

// Some proxies leave the status unset and only write the HTTP code.
function isErrorSql(source: ColumnSource, { attributes, dialect }: { readonly attributes: string; readonly dialect: MapDialect }): string {
  const status = `COALESCE(lower(replace(${source.column(...NAMES.status)}, 'STATUS_CODE_', '')), '')`
  const http = attributeMatching(attributes, 'http\\.(?:response\\.)?status_code', dialect)
  return `(${status} = 'error' OR COALESCE(${http} LIKE '5__', false))`
}

function peerSql(attributes: string, dialect: MapDialect): string {
  const values = PEER_KEYS.map((key) => attributeMatching(attributes, key, dialect)).map(
    (value) => `CASE WHEN NOT regexp_full_match(${value}, '[0-9.]+|[0-9a-f:]+:[0-9a-f:]*|localhost') THEN ${value} END`,
  )
  return `COALESCE(${values.join(', ')})`
}
