import type { EntityId } from '../../../domain/entity.ts'
import type { Citation } from '../../../domain/evidence.ts'
import type { Departure } from './departure.ts'
import type { Topic } from './topics.ts'

/** The closed list of things that can be new. */
export type SymptomKind =
  | 'error_rate'
  | 'latency'
  | 'traffic_drop'
  | 'traffic_surge'
  | 'saturation'
  | 'throttling'
  | 'log_error'
  | 'workload_unready'
  | 'pod_pending'
  | 'pod_not_created'
  | 'image_pull_failed'
  | 'container_restart'
  | 'no_endpoints'
  | 'unreachable'
  | 'node_unhealthy'
  | 'job_failed'
  | 'cost'
  /** A warning, a failed request, a measure that went the wrong way: nobody can tell how much harm that is, so its strength is 0. */
  | 'trouble'
  /** No harm: a pod was scheduled, a sale began, a measure moved. Its strength is 0. */
  | 'news'

/** One thing that telemetry says in this incident and did not say before: a departure from the baseline or from the desired state. */
export interface Symptom {
  readonly id: string
  readonly kind: SymptomKind
  readonly entity: EntityId
  /** The one name under which all symptoms of the same service or workload are known; see `Graph.unitOf`. */
  readonly unit: EntityId
  /** Who observed it, when that is not the entity itself: a caller's fault can look like its callee's. */
  readonly seenBy?: EntityId
  /** What it is about; empty when neither words nor name tell. */
  readonly about: ReadonlySet<Topic>
  /** The words: an alert's summary, a log record, an event's message, a span's error, or the metric's name. */
  readonly said: string
  /** First moment it is seen (UTC); for a ramp its line drawn back to the baseline. Null when the source has no time. */
  readonly since: Date | null
  /** Last moment it is seen; null when it was still there at the end of the data. */
  readonly until: Date | null
  /** 0 to 1: how far from normal, comparable within a kind only; 0 for what need not be explained. */
  readonly strength: number
  readonly source: 'object' | 'event' | 'alert' | 'check' | 'call' | 'metric' | 'log' | 'span'
  /** How its number departed; null for words and states. */
  readonly departure: Departure | null
  /** True for what was there long before onset or comes and goes without relation to it; kept for display, never explained. */
  readonly isBackground: boolean
  /** One sentence for people. */
  readonly text: string
  readonly citations: readonly Citation[]
}
