import type { EntityId } from '../../../domain/entity.ts'
import type { Citation } from '../../../domain/evidence.ts'

/** The closed list of things that can be wrong. */
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

/** One observed departure from the baseline (or from the desired state), at one entity. */
export interface Symptom {
  readonly id: string
  readonly kind: SymptomKind
  readonly entity: EntityId
  /** Who observed it, when that is not the entity itself: a caller's fault can look like its callee's. */
  readonly seenBy?: EntityId
  /** First moment it is seen (UTC); null when the source has no time. */
  readonly since: Date | null
  /** Last moment it is seen; null when it was still there at the end of the data. */
  readonly until: Date | null
  /** 0 to 1: how far from normal, comparable within a kind only. */
  readonly strength: number
  /** True for what was there long before onset or comes and goes without relation to it; kept for display, never explained. */
  readonly isBackground: boolean
  readonly text: string
  readonly citations: readonly Citation[]
}
