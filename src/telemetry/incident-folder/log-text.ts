import type { Rows } from '../../domain/telemetry-rows.ts'
import { readLine } from '../log-lines/read-line.ts'
import type { LogRecord } from './schema.ts'

/** Most characters of one log record in an answer; a long stack trace still shows its first frames. */
const MAX_BODY_CHARS = 2_000
const OWN_FIELDS = new Set(['timestamp', 'service', 'severity_text', 'level', 'msg', 'message', 'body', 'trace_id', 'span_id'])

/** The message alone, without attributes: what patterns are made of. */
export function messageOf(record: LogRecord): string {
  return record.msg ?? record.message ?? record.body ?? ''
}

/** The message followed by its attributes as `key=value`, cut at `MAX_BODY_CHARS`: error details often stand in attributes. */
export function bodyOf(record: LogRecord): string {
  const details = Object.entries(record)
    .filter(([key, value]) => !OWN_FIELDS.has(key) && value !== null && value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return [messageOf(record), ...details].join(' ').slice(0, MAX_BODY_CHARS)
}

/** Severity in the port's words. What the source writes decides, then the level inside the message; a record without either is `unknown`, never healthy. */
export function severityOf(record: LogRecord): Rows['log_patterns']['severity'] {
  const text = (record.severity_text ?? record.level ?? '').toUpperCase()
  if (/^(?:ERR|FATAL|CRIT|PANIC|EMERG|ALERT|SEVERE)/.test(text)) return 'error'
  if (text.startsWith('WARN')) return 'warning'
  return text === '' ? readLine(messageOf(record)).severity : 'info'
}
