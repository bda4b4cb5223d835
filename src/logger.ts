import { defaultRedactor } from './redaction/redactor.ts'
import { pino, type Logger, type LoggerOptions } from 'pino'
import { showableJson } from './domain/showable.ts'

export type { Logger } from 'pino'

/** What stands where a secret was. */
const CENSOR = '[secret]'
/** Keys that hold secrets wherever they appear, up to three levels deep (pino's redaction takes paths, not patterns). */
const SECRET_KEYS = [
  'token',
  'botToken',
  'appToken',
  'signingSecret',
  'apiKey',
  'password',
  'authorization',
  'cookie',
  'databaseUrl',
  'secret',
]
const REDACTED_PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])
/** Slack tokens whatever their length: a cut one is still one. */
const SLACK_TOKEN = /\b(?:xox[a-z]|xapp)-[A-Za-z0-9-]{1,256}/g

/**
 * A logger that writes JSON lines to `destination` (standard error in main: standard output belongs to data). Secrets are
 * masked by key and by shape, and what would act on a terminal is escaped; message texts and prompts are never passed to it.
 */
export function createLogger(level: LoggerOptions['level'] & string, destination: { write(line: string): void }): Logger {
  const masked = { write: (line: string) => destination.write(showableJson(defaultRedactor.text(line.replaceAll(SLACK_TOKEN, CENSOR)))) }
  return pino({ level, base: null, redact: { paths: REDACTED_PATHS, censor: CENSOR }, timestamp: pino.stdTimeFunctions.isoTime }, masked)
}
