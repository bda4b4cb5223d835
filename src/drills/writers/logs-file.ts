import { type Clock, columnSecond, columnTime } from '../clock.ts'
import type { OrderedRows } from './ordered-rows.ts'
import { pythonDict } from './python-literal.ts'
import { resourceAttributes } from './resource-attributes.ts'
import type { HostRecord, LogRecord } from './sinks.ts'

const SEVERITY_NUMBERS: Readonly<Record<string, string>> = { INFO: '9', WARN: '13', ERROR: '17', '': '0' }

/** Adds one log record of a program or of a host. */
export function writeLog(rows: OrderedRows, clock: Clock, record: LogRecord | HostRecord): void {
  if ('host' in record) writeOfHost(rows, clock, record)
  else writeOfPod(rows, clock, record)
}

/** Severity is spelled as each language's logger spells it; the edge sends none at all. */
function writeOfPod(rows: OrderedRows, clock: Clock, record: LogRecord): void {
  const { at, unit } = record
  rows.add(at, [
    columnTime(clock, at),
    columnSecond(clock, at),
    record.traceId,
    record.spanId,
    record.traceId === '' ? '0' : '1',
    spelled(record),
    SEVERITY_NUMBERS[record.severity] ?? '0',
    unit.name,
    record.body,
    '',
    resourceAttributes(record.pod, unit),
    '',
    unit.name,
    '',
    '{}',
    pythonDict({ 'log.iostream': record.severity === 'ERROR' ? 'stderr' : 'stdout', 'k8s.container.name': unit.name }),
    '',
  ])
}

/** As a collector sends the journal of its machine: the resource is the host, and no service has a name. */
function writeOfHost(rows: OrderedRows, clock: Clock, { host, at, severity, body }: HostRecord): void {
  const resource = pythonDict({ 'host.name': host, 'k8s.node.name': host, 'os.type': 'linux' })
  const attributes = pythonDict({ 'log.iostream': 'journal', 'syslog.facility': 'kern' })
  const number = SEVERITY_NUMBERS[severity] ?? '0'
  rows.add(at, [
    columnTime(clock, at),
    columnSecond(clock, at),
    '',
    '',
    '0',
    severity,
    number,
    '',
    body,
    '',
    resource,
    '',
    'journald',
    '',
    '{}',
    attributes,
    '',
  ])
}

function spelled(record: LogRecord): string {
  if (record.unit.language === 'dotnet')
    return record.severity === 'INFO' ? 'Information' : record.severity === 'WARN' ? 'Warning' : 'Error'
  return record.unit.language === 'nodejs' ? record.severity.toLowerCase() : record.severity
}
