import type { Clock } from './clock.ts'
import type { Cluster } from './cluster/cluster.ts'
import type { Exit, Pod } from './cluster/pod.ts'
import type { Failure } from './traffic/failure.ts'
import type { Alert } from './alerts/alert.ts'
import type { Idioms } from './traffic/idioms.ts'
import type { Meters } from './traffic/meters.ts'
import type { Random } from './random.ts'
import type { ServiceUnit, Topology } from './topology/topology.ts'
import type { Sinks } from './writers/sinks.ts'

/** Bends what one service does for a while. Faults add these; nothing ever removes them, they end by time. */
export interface Condition {
  readonly service: string
  readonly from: number
  readonly to: number
  /** Narrows it to some pods, for example those started after a flag was switched. */
  readonly when?: (pod: Pod) => boolean
  readonly delaySeconds?: number
  /** Share of requests that fail here with `failure`. */
  readonly failureRatio?: number
  readonly failure?: Failure
  /** Cores burned besides the work. */
  readonly cpuCores?: number
  /** Growth of the process. */
  readonly memoryBytesPerSecond?: number
  /** The process ends with this, a moment after each start. */
  readonly exit?: Exit
  /** Extra log line written with each request that the condition hits. */
  readonly logLine?: { readonly severity: 'INFO' | 'WARN' | 'ERROR'; readonly text: string }
}

/** Bends the way from one pod to another, or to a host outside. */
interface NetworkRule {
  readonly from: number
  readonly to: number
  matches(path: NetworkPath): boolean
  readonly delaySeconds?: number
  readonly jitterSeconds?: number
  readonly lossRatio?: number
  /** The node that sends again what is lost; without it nobody counts. */
  readonly losesAt?: string
  readonly isBlocked?: boolean
  /** Answers with this instead of the callee. */
  readonly failure?: Failure
}

/** A gauge that an exporter in the pods of one role writes beside the kubelet's: `valueAt` is that of the struck unit, `calm` that of the others. */
interface Gauge {
  readonly name: string
  readonly role: ServiceUnit['role']
  readonly struck: ServiceUnit
  readonly calm: number
  valueAt(seconds: number): number
}

interface NetworkPath {
  readonly caller: Pod
  readonly callee: Pod | null
  readonly host: string
}

/** An alert that fires without harm, from a second to another. */
interface FalseAlarm {
  readonly alert: Alert
  readonly from: number
  readonly to: number
}

export interface Strangers {
  readonly well: readonly ServiceUnit[]
  /** Failing since before the recording. */
  readonly failing: readonly ServiceUnit[]
}

/** Everything one drill consists of while it runs. */
export interface World {
  readonly clock: Clock
  readonly random: Random
  readonly topology: Topology
  /** Workloads beside the business that nobody calls; empty in a plain drill. */
  readonly strangers: Strangers
  readonly cluster: Cluster
  readonly conditions: Condition[]
  readonly network: NetworkRule[]
  /** Segments that each node sent again since the alert rules last looked. */
  readonly resent: Map<string, number>
  readonly idioms: Idioms
  /** Alerts about nothing that is wrong, each for a while. */
  readonly falseAlarms: FalseAlarm[]
  readonly meters: Meters
  /** What exporters write besides; faults add these. */
  readonly gauges: Gauge[]
  readonly sinks: Sinks
  /** Requests per second that arrive at the edge at a moment. Faults may replace it. */
  arrivalRate: (seconds: number) => number
  /** Real-size drills serve more requests with the same hardware: each costs less. */
  costScale: number
  /** Writes a log record when a request comes in, not only when it is done. */
  readonly isTalkative: boolean
  /** Length of the recording. A fault that waits lengthens it, so that its effect is recorded for as long as any other's. */
  durationSeconds: number
}

/** What the exporter in a pod says at a moment, by gauge. Empty where nothing is measured of its kind. */
export function gaugesOf(world: World, pod: Pod): { readonly name: string; valueAt(seconds: number): number }[] {
  const unit = unitOfPod(world, pod)
  return world.gauges
    .filter(({ role }) => role === unit?.role)
    .map((gauge) => ({ name: gauge.name, valueAt: (seconds) => (gauge.struck === unit ? gauge.valueAt(seconds) : gauge.calm) }))
}

export function unitOfPod(world: World, pod: Pod): ServiceUnit | undefined {
  return world.topology.services.find((unit) => unit.workload === pod.workload && unit.namespace === pod.metadata.namespace)
}
