import type { Rows } from '../../domain/telemetry-rows.ts'

/** Severity in the port's words; `unknown` is a line that carries no level, never a healthy one. */
export type Severity = Rows['log_patterns']['severity']

/** The pod and container that `kubectl logs --prefix` names before a line. */
export interface LineOrigin {
  readonly pod: string
  readonly container: string
}

/** One thing that a program said: a line, or several that belong together (a stack trace, a wrapped JSON value). */
export interface LogRecord {
  /** Number of its first line, 1 for the first of the log. */
  readonly line: number
  /** How many lines it has, those beyond the limits included. */
  readonly lines: number
  /** When it was said (UTC); null when the line has no time, or none that can be placed (see `readLogLines`). */
  readonly at: Date | null
  readonly severity: Severity
  /** The message that people read, without time, level and wrapping; what follows in its stack trace comes after line breaks. */
  readonly body: string
  /** The part of the program that speaks, where the line says so. */
  readonly logger: string | null
  /** Fields of a structured line other than time, level, message and error, as text. */
  readonly attributes: Readonly<Record<string, string>>
  readonly origin: LineOrigin | null
  /** The lines as they stand in the log, up to the limits. */
  readonly raw: string
}
