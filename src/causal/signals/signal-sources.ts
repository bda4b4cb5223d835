import type { EntityId } from '../../domain/entity.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import type { Facts } from '../facts.ts'
import type { Graph } from '../graph.ts'
import type { ObjectHistory } from '../object-history.ts'
import type { Signal } from '../signal.ts'

/** What every reader of signals may look at. */
export interface SignalSources {
  readonly facts: Facts
  readonly objects: ObjectHistory
  readonly graph: Graph
  /** Period of the data (UTC); null when no reading has a time. */
  readonly window: TimeWindow | null
  /** True for scopes whose workloads are described; the platform's own noise scopes are not. */
  readonly isInScope: (entity: EntityId) => boolean
}

/** A signal before it gets its id and before onset decides whether it is background. */
export type RawSignal = Omit<Signal, 'id'>
