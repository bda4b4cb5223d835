import type { Query, Reading } from '../domain/reading.ts'
import type { QueryKind, Rows } from '../domain/telemetry-rows.ts'

/**
 * The one way to look at the observed system: live backends, a recorded incident folder, or a stored ledger.
 * It has no method that could change anything, and none is ever added.
 */
export interface Telemetry {
  /** A name for people, for example `snapshot ./incident`. Never a secret. */
  readonly label: string

  /**
   * Answers one bounded question. Rows come in a stable order (time, then locator) within the adapter's named row and byte
   * limits; `truncated` says which limit cut them. `no_data` when the source holds nothing for it, `error` when it could not be
   * asked; never throws for an operating failure, and stops early when `signal` aborts (then `error` with `telemetry_timeout`).
   */
  read<Q extends Query>(query: Q, options: ReadOptions): Promise<Reading<Rows[Q['kind'] & QueryKind]>>

  /** Releases files, connections and temporary space. Safe to call twice. */
  close(): Promise<void>
}

export interface ReadOptions {
  readonly signal: AbortSignal
  /** Told each recorded file before it is opened for this question, so that one that cannot be read is known by name. */
  readonly opens?: (file: string) => void
}
