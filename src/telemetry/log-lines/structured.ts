import { severityOfNumber, severityOfOtelNumber, severityOfWord } from './level-words.ts'
import { fieldTime, type SpokenTime } from './moments.ts'
import type { Severity } from './record.ts'

/** What the fields of a structured line say. */
export interface StructuredLine {
  readonly spoken: SpokenTime | null
  /** `unknown` when no field is a level. */
  readonly severity: Severity
  readonly message: string
  readonly error: string
  readonly logger: string | null
  readonly attributes: Readonly<Record<string, string>>
}

type Fields = Readonly<Record<string, unknown>>

// Fields by meaning, as loggers name them: pino, bunyan, winston, zap, zerolog, logrus, slog, Serilog (@l, @m), ECS (log.level), Logstash (@timestamp),
// GELF (short_message), MongoDB (s, c, t), Google Cloud (textPayload), journald (PRIORITY, MESSAGE), structlog (event), python-json-logger (levelname).
const LEVEL_KEYS = [
  'level',
  'severity',
  'lvl',
  'levelname',
  'log.level',
  'log_level',
  'loglevel',
  'logLevel',
  'LogLevel',
  'Level',
  '@l',
  'severity_text',
  'severityText',
  'SeverityText',
  'PRIORITY',
  's',
]
const NUMBER_KEYS = ['severityNumber', 'SeverityNumber', 'severity_number']
const MESSAGE_KEYS = [
  'msg',
  'message',
  'Message',
  '@m',
  'short_message',
  'MESSAGE',
  'textPayload',
  'body',
  'Body',
  'event',
  'text',
  '@mt',
  'log',
]
const ERROR_KEYS = [
  'err',
  'error',
  'Error',
  'exception',
  'exc_info',
  'error.message',
  'err.message',
  'errorMessage',
  'errorVerbose',
  'cause',
  'reason',
  'error.stack_trace',
  'stack',
  'stack_trace',
  'stacktrace',
  '@x',
]
const TIME_KEYS = [
  'time',
  'ts',
  'timestamp',
  '@timestamp',
  '@t',
  'Timestamp',
  'datetime',
  'asctime',
  't',
  'time_iso8601',
  'start_time',
  'StartUTC',
]
const LOGGER_KEYS = ['logger', 'logger_name', 'log.logger', 'name', 'component', 'module', 'category', 'SourceContext', 'c']

/** What pino (`base`) and bunyan (core fields) write of the program itself: its process, and the machine or pod on which it runs, which nobody calls. */
const WRITER_KEYS = ['pid', 'hostname']

/** Most fields kept beside the message, and most characters of one: a request logged whole has hundreds. */
const MAX_ATTRIBUTES = 40
const MAX_ATTRIBUTE_CHARS = 300
/** How deep errors are followed into their causes. */
const MAX_CAUSES = 3

/** Reads the fields of a structured line; null when they have neither a level nor a message: then they are data, and no line of a logger. */
export function readFields(fields: Fields): StructuredLine | null {
  const severity = levelIn(fields)
  const messageKey = MESSAGE_KEYS.find((key) => textOf(fields[key], 0) !== '' && typeof fields[key] !== 'boolean')
  const errors = ERROR_KEYS.filter((key) => fields[key] !== undefined && fields[key] !== null && fields[key] !== '')
  if (messageKey === undefined && (severity === 'unknown' || errors.length === 0)) return null
  const message = messageKey === undefined ? '' : textOf(fields[messageKey], 0)
  const writer = WRITER_KEYS.every((key) => key in fields) ? WRITER_KEYS : []
  const used = new Set<string>([...LEVEL_KEYS, ...NUMBER_KEYS, ...TIME_KEYS, ...LOGGER_KEYS, ...errors, ...writer, messageKey ?? ''])
  return {
    spoken: timeIn(fields),
    severity,
    message,
    error: errorText(errors.map((key) => textOf(fields[key], 0))),
    logger: LOGGER_KEYS.map((key) => fields[key]).find((value) => typeof value === 'string') ?? null,
    attributes: attributesOf(fields, used),
  }
}

/** When it was said by its fields, also where they are data and no line of a logger; null when none of them is a time. */
export function timeIn(fields: Fields): SpokenTime | null {
  return TIME_KEYS.map((key) => (fields[key] === undefined ? null : fieldTime(fields[key]))).find((time) => time !== null) ?? null
}

/** Message and error as one text; a stack that repeats the message is not said twice. */
export function bodyOfFields({ message, error }: Pick<StructuredLine, 'message' | 'error'>): string {
  if (error === '' || message.includes(error)) return message
  return message === '' || error.startsWith(message) ? error : `${message}: ${error}`
}

function levelIn(fields: Fields): Severity {
  for (const key of LEVEL_KEYS) {
    const severity = severityOfField(fields[key])
    // One letter is a level only where it is the field of a level (MongoDB writes `s`, always beside `c` and `t`).
    if (severity !== 'unknown' && (key !== 's' || ('c' in fields && 't' in fields))) return severity
  }
  const numbers = NUMBER_KEYS.map((key) => severityOfOtelNumber(Number(fields[key] ?? 0)))
  return numbers.find((severity) => severity !== 'unknown') ?? levelIn1(fields['log'])
}

/** ECS nests the level: `{"log":{"level":"error"}}`. */
function levelIn1(log: unknown): Severity {
  return typeof log === 'object' && log !== null && 'level' in log ? severityOfField(log.level) : 'unknown'
}

function severityOfField(value: unknown): Severity {
  if (typeof value === 'number') return severityOfNumber(value)
  if (typeof value !== 'string') return 'unknown'
  return /^\d{1,3}$/.test(value) ? severityOfNumber(Number(value)) : severityOfWord(value)
}

/** The text of a value: itself, or of an object its message, and what caused it. */
function textOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value))
    return depth < MAX_CAUSES
      ? value
          .map((one) => textOf(one, depth + 1))
          .filter(Boolean)
          .join('\n')
      : ''
  if (typeof value !== 'object' || value === null || depth >= MAX_CAUSES) return ''
  const fields = value as Fields
  const own = ['message', 'msg', 'reason', 'Message', 'description', 'code', 'type', 'name']
    .map((key) => fields[key])
    .find((one) => typeof one === 'string')
  const causes = ['cause', 'error', 'err', 'stack', 'stack_trace', 'inner', 'InnerException'].map((key) => textOf(fields[key], depth + 1))
  return errorText([own ?? '', ...causes])
}

/** Texts of one error, each once. */
function errorText(texts: readonly string[]): string {
  return texts.reduce(
    (all, text) => (text === '' || all.includes(text) ? all : all === '' || text.includes(all) ? text : `${all}: ${text}`),
    '',
  )
}

function attributesOf(fields: Fields, used: ReadonlySet<string>): Readonly<Record<string, string>> {
  const kept = Object.entries(fields).filter(([key, value]) => !used.has(key) && value !== null && value !== undefined && value !== '')
  return Object.fromEntries(kept.slice(0, MAX_ATTRIBUTES).map(([key, value]) => [key, attributeText(value)]))
}

function attributeText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.slice(0, MAX_ATTRIBUTE_CHARS)
}
