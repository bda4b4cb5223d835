import type { Metadata, PodSpec } from './objects.ts'

/**
 * Where a pod is in its life. `pending`: no node yet. `initializing`: an init container runs, hangs or fails. `pulling` and
 * `pull_backoff`: the image. `starting`: the process is up, not ready. `running`: the process is up, ready or not by its probe.
 * `backoff`: exited, waiting to be restarted. `terminating`: asked to stop. `completed`: did its work. `failed`: will not come back.
 */
type Stage =
  | 'pending'
  | 'initializing'
  | 'pulling'
  | 'pull_backoff'
  | 'starting'
  | 'running'
  | 'backoff'
  | 'terminating'
  | 'completed'
  | 'failed'

export interface Exit {
  readonly exitCode: number
  readonly reason: string
  /** The last words of the process; becomes a log record. Null when it dies without saying anything. */
  readonly lastWords: string | null
  /** Set when the runtime could not even start the process; the message of the Failed event. */
  readonly startError?: string
}

export interface PodRun {
  stage: Stage
  /** When the current stage is over (simulated seconds). */
  until: number
  node: string | null
  /** Where the scheduler is making room for it; the room is kept free of pods of lower priority. */
  nominatedNode: string | null
  isReady: boolean
  readyAt: number | null
  /** Since when the present process runs. */
  startedAt: number | null
  /** When the container was first asked for; the pod's own start time. */
  boundAt: number | null
  restarts: number
  backoffSeconds: number
  lastExit: (Exit & { at: number }) | null
  waiting: { reason: string; message: string } | null
  /** Consecutive failed probes. */
  readinessFailures: number
  livenessFailures: number
  nextProbeAt: number
  memoryBytes: number
  cpuSeconds: number
  throttledSeconds: number
  /** Cores asked for during the running second; the rest is throttled. */
  demandSeconds: number
  /** Stretch of service times by a busy processor; 1 is calm. */
  pressure: number
  /** Processor seconds of work that could not be done yet; a request waits behind it. */
  backlogSeconds: number
  queueSeconds: number
  sawInitFailure: boolean
}

export interface Pod {
  readonly metadata: Metadata
  readonly spec: PodSpec
  /** Name of the workload it belongs to. */
  readonly workload: string
  readonly ip: string
  readonly createdAt: number
  /** Null for pods that no ReplicaSet or StatefulSet owns. */
  readonly owner: string | null
  readonly run: PodRun
}

/** A pod as the API server first sees it. */
export function newRun(): PodRun {
  return {
    stage: 'pending',
    until: Number.NEGATIVE_INFINITY,
    node: null,
    nominatedNode: null,
    isReady: false,
    readyAt: null,
    startedAt: null,
    boundAt: null,
    restarts: 0,
    backoffSeconds: 10,
    lastExit: null,
    waiting: null,
    readinessFailures: 0,
    livenessFailures: 0,
    nextProbeAt: 0,
    memoryBytes: 0,
    cpuSeconds: 0,
    throttledSeconds: 0,
    demandSeconds: 0,
    pressure: 1,
    backlogSeconds: 0,
    queueSeconds: 0,
    sawInitFailure: false,
  }
}

export function podKey(pod: Pod): string {
  return `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`
}

/** True when it has ended for good: it holds neither room nor quota. */
export function isOver(pod: Pod): boolean {
  return pod.run.stage === 'completed' || pod.run.stage === 'failed'
}

/** True while its process runs, ready or not. */
export function isUp(pod: Pod): boolean {
  return pod.run.stage === 'running' || pod.run.stage === 'starting'
}
