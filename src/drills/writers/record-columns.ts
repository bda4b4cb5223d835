/** Events, objects and logs come from one table and share its header. */
export const RECORD_HEADER = [
  'Timestamp',
  'TimestampTime',
  'TraceId',
  'SpanId',
  'TraceFlags',
  'SeverityText',
  'SeverityNumber',
  'ServiceName',
  'Body',
  'ResourceSchemaUrl',
  'ResourceAttributes',
  'ScopeSchemaUrl',
  'ScopeName',
  'ScopeVersion',
  'ScopeAttributes',
  'LogAttributes',
  'EventName',
] as const

const OBJECTS_SCOPE = 'github.com/open-telemetry/opentelemetry-collector-contrib/receiver/k8sobjectsreceiver'

export interface RecordCells {
  readonly time: string
  readonly second: string
  readonly body: string
  readonly resource: string
  readonly attributes: string
}

/** A row of the events or objects file: what logs carry besides (ids, severity, service) stays empty. */
export function objectRow(cells: RecordCells): string[] {
  const { time, second, body, resource, attributes } = cells
  return [time, second, '', '', '0', '', '0', '', body, '', resource, '', OBJECTS_SCOPE, '1.0.0', '{}', attributes, '']
}
