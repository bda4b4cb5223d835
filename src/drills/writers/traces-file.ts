import { type Clock, columnTime, nanos } from '../clock.ts'
import type { Failure } from '../traffic/failure.ts'
import type { OrderedRows } from './ordered-rows.ts'
import { pythonDict, pythonList, pythonString } from './python-literal.ts'
import { resourceAttributes } from './resource-attributes.ts'
import type { CalledSpan, ServedSpan } from './sinks.ts'

export const TRACE_HEADER = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ParentSpanId',
  'TraceState',
  'SpanName',
  'SpanKind',
  'ServiceName',
  'ResourceAttributes',
  'ScopeName',
  'ScopeVersion',
  'SpanAttributes',
  'Duration',
  'StatusCode',
  'StatusMessage',
  'Events.Timestamp',
  'Events.Name',
  'Events.Attributes',
  'Links.TraceId',
  'Links.SpanId',
  'Links.TraceState',
  'Links.Attributes',
] as const

interface Shape {
  readonly kind: string
  readonly attributes: Readonly<Record<string, string>>
  /** Server spans carry the exception of a failure that began in them. */
  readonly exception: Failure | null
}

/** A span of a service that answers. */
export function writeServed(rows: OrderedRows, clock: Clock, span: ServedSpan): void {
  const attributes = { ...protocolAttributes(span.unit.protocol, span), 'server.port': String(span.unit.port) }
  writeSpan(rows, clock, { span, shape: { kind: span.spanKind, attributes, exception: span.isOwn ? span.failure : null } })
}

/** A span of a service that calls another one, a database, a broker or a host outside. */
export function writeCalled(rows: OrderedRows, clock: Clock, span: CalledSpan): void {
  const attributes = { ...calleeAttributes(span), ...(span.failure ? { 'error.type': span.failure.kind } : {}) }
  writeSpan(rows, clock, { span, shape: { kind: span.spanKind ?? 'Client', attributes, exception: null } })
}

function calleeAttributes(span: CalledSpan): Record<string, string> {
  const { callee } = span
  if (!callee) return { ...protocolAttributes('http', span), 'server.address': span.host ?? '', 'server.port': '443' }
  const address = {
    'server.address': `${callee.name}.${callee.namespace}`,
    'server.port': String(callee.port),
    'net.peer.name': callee.name,
  }
  if (callee.role === 'database')
    return { ...address, 'db.system': callee.port === 6379 ? 'redis' : 'postgresql', 'db.operation': 'execute' }
  if (callee.role === 'broker')
    return { ...address, 'messaging.system': 'kafka', 'messaging.destination.name': 'orders', 'messaging.operation': 'publish' }
  return { ...address, ...protocolAttributes(callee.protocol, span) }
}

function protocolAttributes(protocol: string, span: { operation: string; failure: Failure | null }): Record<string, string> {
  if (protocol === 'grpc') {
    const [service = '', method = ''] = span.operation.split('/')
    return {
      'rpc.system': 'grpc',
      'rpc.service': service,
      'rpc.method': method,
      'rpc.grpc.status_code': String(span.failure?.grpcStatus ?? 0),
    }
  }
  const [method = 'GET', route = '/'] = span.operation.split(' ')
  return {
    'http.request.method': method,
    'http.route': route,
    'url.path': route,
    'http.response.status_code': String(span.failure?.httpStatus ?? 200),
  }
}

function writeSpan(rows: OrderedRows, clock: Clock, row: { span: ServedSpan | CalledSpan; shape: Shape }): void {
  const { span, shape } = row
  const { exception } = shape
  const at = columnTime(clock, span.at)
  const isClientSideHttp = shape.kind === 'Client' && span.failure?.kind === 'application'
  rows.add(span.at, [
    at,
    span.traceId,
    span.spanId,
    span.parentId,
    '',
    span.operation,
    shape.kind,
    span.unit.name,
    resourceAttributes(span.pod, span.unit),
    `${span.unit.language}.instrumentation`,
    '0.61.0',
    pythonDict(shape.attributes),
    String(nanos(span.seconds)),
    span.failure ? 'Error' : 'Unset',
    span.failure && !isClientSideHttp ? statusMessage(span) : '',
    exception ? pythonList([`Timestamp('${at}')`]) : '[]',
    exception ? pythonList([pythonString('exception')]) : '[]',
    exception ? pythonList([pythonDict({ 'exception.type': exception.kind, 'exception.message': exception.message })]) : '[]',
    '[]',
    '[]',
    '[]',
    '[]',
  ])
}

/** gRPC clients say it over several lines, with a tab; readers that split at line ends break here. */
function statusMessage(span: ServedSpan | CalledSpan): string {
  const { failure } = span
  if (!failure) return ''
  return 'callee' in span && span.callee?.protocol === 'grpc' && failure.kind !== 'application'
    ? `${failure.grpcStatus}: ${failure.message}\n\tdebug: created by peer ${span.callee.name}:${span.callee.port}`
    : failure.message
}
