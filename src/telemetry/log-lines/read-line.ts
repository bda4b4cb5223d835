import { isBareFailure } from './bare-failures.ts'
import { findLevel } from './level-forms.ts'
import { logfmtFields, quotedMessage } from './logfmt.ts'
import { leadingTime, type SpokenTime } from './moments.ts'
import type { Severity } from './record.ts'
import { bodyOfFields, readFields, timeIn, type StructuredLine } from './structured.ts'
import { parsedObject } from './wrappers.ts'

/** What one line says by itself. */
export interface ReadLine {
  readonly spoken: SpokenTime | null
  readonly severity: Severity
  readonly body: string
  readonly logger: string | null
  readonly attributes: Readonly<Record<string, string>>
  /** It has a time, a level or the fields of a logger: it begins something, and continues nothing. */
  readonly isHead: boolean
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = {}
/** What stands between a time and what follows it. */
const AFTER_TIME = /^[\]\s|:,-]{1,20}/
/** Where access logs of web servers and proxies say how they answered; HAProxy does so behind its five timers. */
const ANSWERED = /" (?:HTTP\/[\d.]{1,3} )?"?(\d)\d\d\b|HTTP\/[\d.]{1,3}"? (\d)\d\d\b|(?<=\s)(?:-?\d{1,9}\/){4}\+?\d{1,9} (\d)\d\d /
/** Name of the logger before the message: Spring and log4j (`1 --- [main] c.e.App : `), logback (`c.e.App - `). */
const LOGGER = /^(?:\d{1,10} --- )?(?:\[[^\]]{0,120}\]\s{0,4}){0,3}([A-Za-z][\w$-]*(?:\.[\w$-]+)+)\s{1,60}(?::|-{1,2})\s/
/** env_logger closes its bracket behind the module. */
const MODULE = /^([\w:]{1,120})\] /
/** A JSON value this long is still taken as one. */
const MAX_EMBEDDED_CHARS = 65_536

/** Reads one line without what carried it here. Never throws; a line of no known form is its own body, with severity `unknown`. */
export function readLine(text: string): ReadLine {
  const whole = text.startsWith('{') ? structuredIn(text) : null
  if (whole !== null) return fromFields(whole, null)
  const spoken = text.startsWith('{') ? dataTime(text) : leadingTime(text)
  const level = findLevel(text)
  // Some forms hold their time inside or stand before it (klog, syslog), the others follow it.
  if (spoken === null) return withLevel(text, null, level)
  if (level !== null) return withLevel(text, spoken, { ...level, messageAt: Math.max(level.messageAt, spoken.end) })
  const rest = text.slice(spoken.end).replace(AFTER_TIME, '')
  const own = rest.startsWith('{') ? structuredIn(rest) : null
  return own === null ? withLevel(rest, spoken, findLevel(rest)) : fromFields(own, spoken)
}

function withLevel(text: string, spoken: SpokenTime | null, level: ReturnType<typeof findLevel>): ReadLine {
  const isHead = spoken !== null || level !== null
  const { message, logger } = level === null ? { message: text, logger: null } : messageAfter(text, level)
  const severity = level?.severity ?? severityWithoutLevel(text)
  const own = { spoken, severity, logger, isHead }
  const fields = fieldsIn(message)
  if (fields === null) return { ...own, body: message, attributes: NO_ATTRIBUTES }
  const told = severity === 'unknown' ? fields.severity : severity
  return {
    ...own,
    severity: told,
    spoken: spoken ?? fields.spoken,
    logger: logger ?? fields.logger,
    body: bodyOfFields(fields),
    attributes: fields.attributes,
  }
}

function messageAfter(
  text: string,
  level: NonNullable<ReturnType<typeof findLevel>>,
): { readonly message: string; readonly logger: string | null } {
  const message = text.slice(level.messageAt).trimStart()
  if (level.logger !== null) return { message, logger: level.logger }
  const found = LOGGER.exec(message) ?? MODULE.exec(message)
  return found === null ? { message, logger: null } : { message: message.slice(found[0].length), logger: found[1] ?? null }
}

/** A line of an access log says it by the status that was answered; others by how failing programs speak. */
function severityWithoutLevel(text: string): Severity {
  const answered = text.includes('HTTP/') ? ANSWERED.exec(text.slice(0, 1000)) : null
  if (answered !== null) return (answered[1] ?? answered[2] ?? answered[3]) === '5' ? 'error' : 'info'
  return isBareFailure(text) ? 'error' : 'unknown'
}

/** The fields that a message carries: after a quoted message (klog), as logfmt, or as JSON at its end (zap console, Monolog). */
function fieldsIn(message: string): StructuredLine | null {
  if (message.startsWith('"')) return afterQuoted(message)
  if (/(?<![^\s])(?:msg|message|level|lvl)=/.test(message)) return readFields(logfmtFields(message))
  const at = message.endsWith('}') ? message.indexOf('{"') : -1
  if (at < 0) return null
  const fields = message.length - at <= MAX_EMBEDDED_CHARS ? parsedObject(message.slice(at)) : null
  if (fields === null) return null
  const before = message.slice(0, at).trim()
  return readFields(
    before === ''
      ? fields
      : { ...fields, msg: before, ...(typeof fields['msg'] === 'string' && { error: fields['error'] ?? fields['msg'] }) },
  )
}

function afterQuoted(message: string): StructuredLine | null {
  const quoted = quotedMessage(message)
  // A sentence may begin with a word in quotes; only fields, or nothing, follow a message.
  if (quoted === null || !/^\s*$|^\s+[\w.]+=/.test(quoted.rest)) return null
  return readFields({ ...logfmtFields(quoted.rest), msg: quoted.message })
}

function dataTime(text: string): SpokenTime | null {
  const fields = parsedObject(text)
  const time = fields === null ? null : timeIn(fields)
  return time && { ...time, end: 0 }
}

function structuredIn(text: string): StructuredLine | null {
  const fields = parsedObject(text)
  return fields === null ? null : readFields(fields)
}

function fromFields(fields: StructuredLine, spoken: SpokenTime | null): ReadLine {
  const body = bodyOfFields(fields)
  const severity = fields.severity === 'unknown' ? severityWithoutLevel(body) : fields.severity
  return { spoken: spoken ?? fields.spoken, severity, body, logger: fields.logger, attributes: fields.attributes, isHead: true }
}
