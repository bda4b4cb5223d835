import type { TelemetrySource } from '../domain/reading.ts'

/** Failures in a row after which a source is left alone. Three: one may be chance, two a restart; docs/decisions/0002. */
const FAILURES_TO_OPEN = 3

export interface Breaker {
  isOpen(source: TelemetrySource): boolean
  record(source: TelemetrySource, isSuccess: boolean): void
}

/**
 * Counts failures in a row by source. Lives as long as one run, so an open source stays skipped for the rest of that run; a
 * breaker shared between runs, with a cool-off, belongs to live backends.
 */
export function createBreaker(): Breaker {
  const failures = new Map<TelemetrySource, number>()
  return {
    isOpen: (source) => (failures.get(source) ?? 0) >= FAILURES_TO_OPEN,
    record: (source, isSuccess) => void failures.set(source, isSuccess ? 0 : (failures.get(source) ?? 0) + 1),
  }
}
