import type { Severity } from './record.ts'

// How logging libraries spell their levels, lower case. Sources: RFC 5424 (syslog), log4j and logback, java.util.logging (severe, fine), Python logging,
// logrus (erro, fata, pani, debu), zerolog (trc to pnc), Serilog (vrb to ftl), Microsoft.Extensions.Logging (trce to crit), PostgreSQL (log, fatal, panic).
const WORDS: Readonly<Record<Severity, string>> = {
  error: 'error err erro eror fatal fata ftl crit critical severe panic pani pnc dpanic alert emerg emergency fail failure err! e f',
  warning: 'warning warn wrn w',
  info: 'information info inf informational notice log debug debu dbg dbug trace trc trce verbose vrb fine finer finest config silly http normal i d t n v',
  unknown: '',
}
const SEVERITY_OF = new Map(
  (Object.keys(WORDS) as Severity[]).flatMap((severity) => WORDS[severity].split(' ').map((word) => [word, severity] as const)),
)

/** Spellings that stand before a message as a word or in brackets. What is a word of its own too (`http`, `config`, `fine`) is a level only as a field. */
const STANDING =
  'trace trc debug dbg verbose vrb info inf information notice warn wrn warning error err fatal ftl critical crit severe panic pnc alert emerg emergency'

/** The same as alternatives of a pattern, longest first. */
export const LEVEL_WORDS: string = STANDING.split(' ')
  .sort((a, b) => b.length - a.length || a.localeCompare(b))
  .join('|')

/** Severity of a level as a library writes it, in any case; `unknown` for a word that is no level. */
export function severityOfWord(word: string): Severity {
  return SEVERITY_OF.get(word.toLowerCase()) ?? 'unknown'
}

/**
 * Severity of a numeric level: 10 and above as pino and bunyan count (trace 10 to fatal 60), below as syslog does (RFC 5424: 0 emergency to 7 debug).
 */
export function severityOfNumber(level: number): Severity {
  if (!Number.isFinite(level) || level < 0) return 'unknown'
  if (level >= 10) return level >= 50 ? 'error' : level >= 40 ? 'warning' : 'info'
  return level <= 3 ? 'error' : level <= 4 ? 'warning' : 'info'
}

/** Severity of OpenTelemetry's SeverityNumber (1 to 24; logs data model): 13 to 16 is warning, 17 and above error. */
export function severityOfOtelNumber(number: number): Severity {
  if (!(number > 0)) return 'unknown'
  return number >= 17 ? 'error' : number >= 13 ? 'warning' : 'info'
}
