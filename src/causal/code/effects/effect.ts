import type { Topic } from '../../scene/symptoms/topics.ts'
import type { SymptomKind } from '../../scene/symptoms/symptom.ts'

/** What a hazard looks like from outside. */
export interface Effect {
  /** Symptoms that name this kind of fault: seeing one is half of the proof. */
  readonly direct: readonly Topic[]
  /** Symptoms it also leads to, as many other faults do. */
  readonly indirect: readonly Topic[]
  /** `at_once`: the first request after the deploy shows it. `under_load`: it waits for traffic. `builds_up`: minutes to hours. */
  readonly pace: 'at_once' | 'under_load' | 'builds_up'
  readonly symptoms: readonly SymptomKind[]
  /** In words, for the rival list. */
  readonly disprovenBy: string
}

export const REQUESTS: readonly SymptomKind[] = ['error_rate', 'latency', 'log_error']
export const STARVED: readonly SymptomKind[] = ['saturation', 'latency', 'error_rate', 'log_error']
/** More calls to whatever lies behind. */
export const FLOODS: readonly SymptomKind[] = [...STARVED, 'traffic_surge']
export const KILLED: readonly SymptomKind[] = ['container_restart', 'saturation', 'error_rate', 'log_error', 'workload_unready']

/** An effect, its pace and its very own symptoms first. */
export function effect(pace: Effect['pace'], direct: readonly Topic[], rest: Omit<Effect, 'pace' | 'direct'>): Effect {
  return { pace, direct, ...rest }
}
