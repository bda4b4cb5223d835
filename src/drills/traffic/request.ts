import type { Pod } from '../cluster/pod.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { Failure } from './failure.ts'

export interface Request {
  readonly traceId: string
  readonly parentId: string
  readonly at: number
  readonly spanKind: 'Server' | 'Consumer'
}

export interface Served {
  readonly seconds: number
  readonly failure: Failure | null
}

/** What a caller is while it calls. */
export interface Caller {
  readonly pod: Pod
  readonly unit: ServiceUnit
  readonly traceId: string
  readonly spanId: string
}
