import { LogLevel, type Logger as BoltLogger } from '@slack/bolt'
import type { Logger } from '../logger.ts'

/**
 * Lets Slack's libraries write into our log, warnings and errors only: their other lines go to standard output by default,
 * which belongs to data, and may hold message texts.
 */
export function createBoltLogger(logger: Logger): BoltLogger {
  const text = (parts: readonly unknown[]) => parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => logger.warn({ said: text(parts) }, 'a Slack library warns'),
    error: (...parts) => logger.error({ said: text(parts) }, 'a Slack library reports an error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}
