import type { EntityId } from '../../../domain/entity.ts'
import type { Argument, Citation } from '../../../domain/evidence.ts'
import type { Departure } from './departure.ts'
import type { Topic } from './topic-words.ts'

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
  /** An object of any other kind says of itself that it is not as it should be. */
  | 'state_unmet'
  | 'cost'
  /** A warning, a failed request, a measure that went the wrong way: nobody can tell how much harm that is, so its strength is 0. */
  | 'trouble'
  /** No harm: a pod was scheduled, a sale began, a measure moved. Its strength is 0. */
  | 'news'

/** What those feel who use a service; everything else can go on without anybody missing anything. */
export const FELT: ReadonlySet<SymptomKind> = new Set(['error_rate', 'latency', 'traffic_drop', 'unreachable'])

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

/**
 * Everything that is new, harm or not and background included, in order of time (unknown times last). Errors of which nobody can tell whether they were
 * logged before are harm and no news.
 */
export function newsIn({ symptoms }: { readonly symptoms: readonly Symptom[] }): readonly Symptom[] {
  const fresh = symptoms.filter(({ kind, since }) => kind !== 'log_error' || since !== null)
  return fresh.toSorted((a, b) => timeOf(a.since) - timeOf(b.since))
}

function timeOf(at: Date | null): number {
  return at?.getTime() ?? Number.MAX_SAFE_INTEGER
}

/** True for what speaks of a failure, whether or not anybody can tell how much harm it is. Traffic that grew or fell is no failure by itself. */
export function isTrouble({ kind }: Pick<Symptom, 'kind'>): boolean {
  return kind !== 'news' && kind !== 'traffic_surge' && kind !== 'traffic_drop'
}

/** True for a measure that went up. */
export function isRising({ departure }: Pick<Symptom, 'departure'>): boolean {
  return departure !== null && departure.to > departure.from
}

/** The symptoms as arguments, at most `limit`, without repeating what was said. */
export function argumentsOf(symptoms: readonly Symptom[], limit: number): readonly Argument[] {
  const unique = [...new Map(symptoms.map((symptom) => [symptom.said, symptom])).values()]
  return unique.slice(0, limit).map(({ text, citations }) => ({ text, citations }))
}
