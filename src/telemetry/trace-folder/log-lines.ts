import type { Rows } from '../../domain/telemetry-rows.ts'
import { templateOf } from '../shared/log-template.ts'
import type { Records } from '../shared/records.ts'
import { readLine } from '../log-lines/read-line.ts'
import { serviceOfPod } from './entities.ts'
import type { LogLine } from './schema.ts'

/** One line with the number of its record. */
export type RecordedLine = Records<LogLine>['records'][number]

/** Most characters of one line in an answer. */
const MAX_BODY_CHARS = 1_000
/** Where the level stands at the latest. */
const MAX_LEVEL_CHARS = 60
/** The clock and the ids of trace and span that frameworks put before the message. */
const PREFIX = /^\d\d:\d\d:\d\d[.,]\d+\s+|\bTraceID: \w+ SpanID: \w+\s*/g
/** Values in brackets and after a colon inside them vary with the request. */
const VALUES = /(?<=[:=]\s?)(?<![\w.-])[\w.-]*\d[\w.-]*/g
/** Level and place in the code, as loggers write them before the message: `INFO a.b.PriceImpl#31`, `WARN price.go:31`. */
const PLACE = /^\w+\s+\S*?(?:#\d+|\.\w+:\d+)(?=\s)/

/** Service and pattern of a line: lines with one key say the same thing. */
export function keyOf({ value }: RecordedLine): string {
  return `${serviceOfPod(value.PodName)} ${patternOf(value.Log)}`
}

/** The message as a template. Its place in the code is kept: two statements are two patterns, also when they say the same. */
export function patternOf(line: string): string {
  const message = messageOf(line)
  const place = PLACE.exec(message)?.[0] ?? ''
  return `${place}${place === '' ? '' : ' '}${templateOf(message.slice(place.length).replace(VALUES, '<*>'))}`
}

/** The line without the clock and ids before its message, cut at the row limit. */
export function messageOf(line: string): string {
  return line.replace(PREFIX, '').slice(0, MAX_BODY_CHARS)
}

/** The level that the line carries near its start, as the recording's loggers write it after clock and ids, or as any program does. */
export function severityOf(line: string): Rows['log_patterns']['severity'] {
  const word = /\b(ERROR|FATAL|SEVERE|WARN(?:ING)?|INFO|DEBUG|TRACE)\b/.exec(line.slice(0, MAX_LEVEL_CHARS))?.[1]
  if (word === undefined) return readLine(messageOf(line)).severity
  if (word.startsWith('WARN')) return 'warning'
  return /ERROR|FATAL|SEVERE/.test(word) ? 'error' : 'info'
}
