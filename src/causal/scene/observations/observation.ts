import type { EntityId } from '../../../domain/entity.ts'
import type { Citation } from '../../../domain/evidence.ts'
import type { Departure } from './departures.ts'
import type { SymptomClass } from './symptom-class.ts'

/** One thing that telemetry says in this incident and did not say before, with what it is about. */
export interface Observation {
  readonly source: 'alert' | 'log' | 'metric' | 'span'
  readonly entity: EntityId
  /** The words: an alert's summary, a log record, a span's error, or the metric's name. */
  readonly text: string
  readonly classes: ReadonlySet<SymptomClass>
  /** First moment it was seen (UTC); null when the source has no time. */
  readonly since: Date | null
  /** True when it speaks of a failure; false for news that explains (a pod was scheduled, a sale began). */
  readonly isFailure: boolean
  /** How the series departed; null for words. */
  readonly departure: Departure | null
  readonly citations: readonly Citation[]
}
