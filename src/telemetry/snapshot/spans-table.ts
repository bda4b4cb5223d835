import { attribute, attributeMatching, type MapDialect } from './attribute-sql.ts'
import type { SnapshotFile } from './files.ts'
import type { ColumnSource } from './csv-source.ts'
import type { TableSpec } from './recorded-table.ts'
import { literal, parsedTime } from './sql.ts'

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

// Who a client span called: an address first, then the name of the RPC service, the queue or the kind of database. Semantic
// conventions of OpenTelemetry, current and deprecated names, the most common first. An address without a letter is an IP and says
// less than the rest. The plain words spare most rows the pattern, which costs ten times as much.
const PEER_KEYS = [
  { words: ['server.address'], pattern: 'server\\.address' },
  { words: ['peer.service', 'peer.name'], pattern: '(?:peer\\.service|net\\.peer\\.name)' },
  {
    words: ['rpc.service', 'messaging.', 'db.system'],
    pattern: '(?:rpc\\.service|messaging\\.destination(?:\\.name)?|db\\.system(?:\\.name)?|messaging\\.system)',
  },
] as const
const NAMED_VALUE = '[A-Za-z]'

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
  const [trace, span, parent, kind] = [NAMES.trace, NAMES.span, NAMES.parent, NAMES.kind].map((names) => source.column(...names))
  const resource = source.column(...NAMES.resource)
  const attributes = source.column(...NAMES.attributes)
  const dialect = source.dialect(...NAMES.attributes)
  const isError = isErrorSql(source, { attributes, dialect })
  const peers = PEER_KEYS.map(({ words, pattern }) => {
    const found = words.map((word) => `contains(${attributes}, ${literal(word)})`).join(' OR ')
    return `CASE WHEN ${found} THEN ${attributeMatching(attributes, pattern, { dialect, mustContain: NAMED_VALUE })} END`
  })
  return {
    at_us: parsedTime(source.column(...NAMES.at)),
    duration: durationSql(source),
    trace_id: `${trace}`,
    span_id: `${span}`,
    parent_id: `${parent}`,
    span_key: `CASE WHEN ${span} <> '' THEN hash(${trace}, ${span}) END`,
    parent_key: `CASE WHEN ${parent} <> '' THEN hash(${trace}, ${parent}) END`,
    operation: `COALESCE(${source.column(...NAMES.name)}, '')`,
    kind: kindSql(`${kind}`),
    service: `COALESCE(${source.column(...NAMES.service)}, '')`,
    namespace: attribute(resource, 'k8s.namespace.name', source.dialect(...NAMES.resource)),
    is_error: isError,
    status_message: `left(${source.column(...NAMES.message)}, ${MAX_STATUS_CHARS})`,
    peer: `CASE WHEN ${kindSql(`${kind}`)} IN ('client', 'producer') THEN COALESCE(${peers.join(', ')}) END`,
    attributes: `CASE WHEN ${hasErrorStatus(source)} THEN left(${attributes}, ${MAX_ATTRIBUTES_CHARS}) END`,
  }
}

// `Client`, `SPAN_KIND_CLIENT` and `client` are the same; the comparison of whole words costs less than text functions.
function kindSql(kind: string): string {
  const words = ['Client', 'Server', 'Internal', 'Producer', 'Consumer']
  const cases = words.map((word) => `WHEN '${word}' THEN '${word.toLowerCase()}'`)
  return `CASE ${kind} ${cases.join(' ')} ELSE COALESCE(lower(replace(${kind}, 'SPAN_KIND_', '')), '') END`
}

function durationSql(source: ColumnSource): string {
  return source.has('Duration')
    ? `CAST(TRY_CAST(${source.column('Duration')} AS DOUBLE) / 1000 AS BIGINT)`
    : `CAST(TRY_CAST(${source.column('DurationMs')} AS DOUBLE) * 1000 AS BIGINT)`
}

// Some proxies leave the status unset and only write the HTTP code. The plain search spares most rows the pattern.
function isErrorSql(source: ColumnSource, { attributes, dialect }: { readonly attributes: string; readonly dialect: MapDialect }): string {
  const http = attributeMatching(attributes, 'http\\.(?:response\\.)?status_code', { dialect })
  const needle = literal({ python: "status_code': '5", json: 'status_code"', go: 'status_code:5' }[dialect])
  return `CASE WHEN ${hasErrorStatus(source)} THEN true WHEN contains(${attributes}, ${needle}) THEN COALESCE(${http} LIKE '5__', false) ELSE false END`
}

function hasErrorStatus(source: ColumnSource): string {
  return `${source.column(...NAMES.status)} IN ('Error', 'STATUS_CODE_ERROR', 'ERROR', 'error')`
}
