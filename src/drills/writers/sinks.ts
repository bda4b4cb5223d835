import type { Pod } from '../cluster/pod.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { Failure } from '../traffic/failure.ts'

/** A span of the one who serves. */
export interface ServedSpan {
  readonly pod: Pod
  readonly unit: ServiceUnit
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string
  readonly operation: string
  readonly spanKind: 'Server' | 'Consumer'
  readonly at: number
  readonly seconds: number
  readonly failure: Failure | null
  /** The failure began in this service, not behind it. */
  readonly isOwn: boolean
}

/** A span of the one who calls. */
export interface CalledSpan {
  readonly pod: Pod
  readonly unit: ServiceUnit
  /** Null when the other side is outside the cluster; `host` then says where. */
  readonly callee: ServiceUnit | null
  readonly host?: string
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string
  readonly operation: string
  readonly spanKind?: 'Client' | 'Producer'
  readonly at: number
  readonly seconds: number
  readonly failure: Failure | null
}

export interface LogRecord {
  readonly pod: Pod
  readonly unit: ServiceUnit
  readonly traceId: string
  readonly spanId: string
  readonly at: number
  readonly severity: string
  readonly body: string
}

/** What the kernel or a daemon of a machine writes; no pod and no service is the one who says it. */
export interface HostRecord {
  readonly host: string
  readonly at: number
  readonly severity: string
  readonly body: string
}

/** Where the simulation leaves what it observed. */
export interface Sinks {
  served(span: ServedSpan): void
  called(span: CalledSpan): void
  log(record: LogRecord | HostRecord): void
}
