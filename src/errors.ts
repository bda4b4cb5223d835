/** Every code an `AppError` can carry, grouped by whose fault it is. Branch on these, never on message text. */
export type ErrorCode =
  | 'config_invalid'
  | 'config_missing'
  | 'usage_wrong'
  | 'telemetry_not_recognised'
  | 'telemetry_empty'
  | 'telemetry_damaged'
  | 'telemetry_timeout'
  | 'telemetry_denied'
  | 'telemetry_failed'
  | 'telemetry_too_hard'
  | 'store_locked'
  | 'store_incompatible'
  | 'store_failed'
  | 'store_tampered'
  | 'slack_rejected'
  | 'slack_rate_limited'
  | 'slack_failed'
  | 'model_failed'

/**
 * An operating failure that a person can act on. `message` says what is wrong, `remedy` what to do next;
 * both are shown to people, so neither carries internals. `cause` keeps the original for the log.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly remedy: string

  constructor(code: ErrorCode, message: string, options: { remedy: string; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.remedy = options.remedy
  }
}
