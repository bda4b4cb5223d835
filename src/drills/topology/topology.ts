export type Role = 'edge' | 'service' | 'worker' | 'database' | 'broker' | 'flags' | 'load'
export type Language = 'go' | 'java' | 'nodejs' | 'python' | 'dotnet' | 'rust'

/** One call that a service makes while it serves a request. */
export interface CallPlan {
  /** Key of the callee, or the host name of an external provider (it then contains a dot). */
  readonly to: string
  /** Share of the caller's requests that make this call, 0 to 1. */
  readonly share: number
  readonly retries: number
  readonly timeoutSeconds: number
  /** The caller answers well even when this call fails. */
  readonly isOptional: boolean
}

/** A service before a seed has given it its name and port. */
export interface ServicePlan {
  readonly key: string
  /** Names to choose from; the seed picks one, so that no engine can learn a drill by heart. */
  readonly names: readonly string[]
  readonly area: string
  readonly role: Role
  readonly protocol: 'http' | 'grpc' | 'tcp'
  readonly language: Language
  readonly replicas: number
  /** Median time of its own work for one request. */
  readonly selfMs: number
  readonly cpuMillis: number
  readonly memoryMib: number
  readonly operations: readonly string[]
  readonly calls: readonly CallPlan[]
}

/** What a business has that some faults need: a flag service, a queue with workers, a provider outside, two entrances that share little. */
export type Part = 'flags' | 'queue' | 'outside' | 'entrances'

export interface TopologyPlan {
  readonly name: string
  readonly offers: readonly Part[]
  /** How the workload of a service is called; by its name when left out. */
  readonly workloadOf?: (name: string) => string
  /** For each area the namespaces to choose from. */
  readonly areas: Readonly<Record<string, readonly string[]>>
  readonly nodes: number
  readonly requestsPerSecond: number
  /** The rate that gives a recording of real size: 300 000 spans or more in forty minutes, measured. */
  readonly realRequestsPerSecond: number
  readonly services: readonly ServicePlan[]
}

/** A service as it stands in one drill. */
export interface ServiceUnit extends Omit<ServicePlan, 'names'> {
  /** Of its Service, and of itself in traces and logs. */
  readonly name: string
  /** Of its Deployment or StatefulSet; often the same. */
  readonly workload: string
  readonly namespace: string
  readonly port: number
  readonly image: string
  readonly isInstrumented: boolean
}

export interface Topology {
  readonly name: string
  readonly namespaces: readonly string[]
  readonly nodes: number
  readonly requestsPerSecond: number
  readonly realRequestsPerSecond: number
  readonly services: readonly ServiceUnit[]
  /** By key. */
  readonly byKey: ReadonlyMap<string, ServiceUnit>
}

type Loose = Partial<Omit<ServicePlan, 'key' | 'names' | 'calls'>> & { readonly calls?: readonly CallPlan[] }

/** One line of a plan; everything left out is ordinary. */
export function service(key: string, names: readonly string[], rest: Loose = {}): ServicePlan {
  return {
    key,
    names,
    area: 'main',
    role: 'service',
    protocol: 'http',
    language: 'go',
    replicas: 1,
    selfMs: 6,
    cpuMillis: 200,
    memoryMib: 160,
    operations: [`GET /${key}`],
    calls: [],
    ...rest,
  }
}

export function call(to: string, share: number, rest: Partial<CallPlan> = {}): CallPlan {
  return { to, share, retries: 0, timeoutSeconds: 5, isOptional: false, ...rest }
}

/** Services that call `key` directly. */
export function callersOf(topology: Topology, key: string): ServiceUnit[] {
  return topology.services.filter((unit) => unit.calls.some((each) => each.to === key))
}
