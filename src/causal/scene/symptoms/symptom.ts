import type { EntityId } from '../../../domain/entity.ts'
import type { Argument, Citation } from '../../../domain/evidence.ts'
import type { Departure } from './departure.ts'
import type { Topic } from './topic-words.ts'
import { earliest } from '../../../domain/time-window.ts'
import { THRESHOLDS } from '../thresholds.ts'

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

/** What holds the symptoms: a scene. */
interface Told {
  readonly symptoms: readonly Symptom[]
}

/** Symptoms worth explaining: what departed in this incident, without what was always there and news that is no harm. */
export function symptomsOf({ symptoms }: Told): readonly Symptom[] {
  return symptoms.filter((symptom) => !symptom.isBackground && symptom.strength > 0)
}

/** Clearer than what comes and goes on healthy systems. */
export function isClear({ strength }: Pick<Symptom, 'strength'>): boolean {
  return strength >= THRESHOLDS.slight
}

/**
 * Everything that is new, harm or not and background included, in order of time (unknown times last). Errors of which nobody can tell whether they were
 * logged before are harm and no news.
 */
export function newsIn({ symptoms }: Told): readonly Symptom[] {
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

/** What ended before something came about is none of its doing. */
export function wasOverBefore({ until }: Pick<Symptom, 'until'>, since: Date | null): boolean {
  return until !== null && since !== null && until < since
}

/** What was said a few times of something that was well afterwards. */
export function isHistory({ isBackground, until }: Pick<Symptom, 'isBackground' | 'until'>): boolean {
  return isBackground && until !== null
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

/** Units that something else than their own words shows to be hurt: what they always logged may be why. Empty when nothing is wrong. */
export function harmedUnits(scene: Told): ReadonlySet<EntityId> {
  return new Set(symptomsOf(scene).flatMap(({ kind, unit }) => (kind === 'log_error' ? [] : [unit])))
}

/** What users feel, clearer than healthy systems show it. */
export function harmIn(symptoms: readonly Symptom[]): readonly Symptom[] {
  return symptoms.filter(
    ({ kind, strength, source }) => FELT.has(kind) && (isClear({ strength }) || (kind === 'error_rate' && source === 'call')),
  )
}

/** When users first felt something; null when they did not, or nobody knows when. */
export function harmBegan(symptoms: readonly Symptom[]): Date | null {
  return earliest(harmIn(symptoms).map(({ since }) => since))
}
