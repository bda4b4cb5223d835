import type { Facts } from './cite.ts'
import type { Graph } from './graph.ts'
import type { Said } from './kubernetes/said.ts'
import type { ObjectHistory } from './object-history.ts'
import type { Symptom } from './symptoms/symptom.ts'
import type { TimeWindow } from '../../domain/time-window.ts'

/** What every mechanism looks at: the facts, indexed once. Immutable. */
export interface Scene {
  readonly facts: Facts
  /** Start of the degradation (UTC); null when nothing is wrong or no reading has a time. */
  readonly onset: Date | null
  /** From the start of the data to its end; null when no reading has a time. */
  readonly window: TimeWindow | null
  readonly symptoms: readonly Symptom[]
  readonly objects: ObjectHistory
  readonly graph: Graph
  /** What events, and states in the form of events, say. */
  readonly said: Said
}
