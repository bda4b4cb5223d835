import { formatEntity } from '../../domain/entity.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Exit, Pod } from '../cluster/pod.ts'
import type { Program } from '../cluster/program.ts'
import type { ServiceUnit, Topology } from '../topology/topology.ts'
import type { Condition } from '../world.ts'

const STARTUP_SECONDS: Readonly<Record<ServiceUnit['language'], number>> = { go: 2, rust: 1, nodejs: 4, python: 5, dotnet: 6, java: 9 }
const RESTING_SHARE = 0.45
const WARM_UP_SECONDS = 300

/** What runs in each pod of a topology. Pods that belong to no service (jobs, strangers) just run. */
export function programsOf(topology: Topology, parts: { cluster: () => Cluster; conditions: readonly Condition[] }): (pod: Pod) => Program {
  const programs = new Map(topology.services.map((unit) => [`${unit.namespace}/${unit.workload}`, programOf(unit, parts)]))
  const strangers = strangerProgram(parts)
  return (pod) => programs.get(`${pod.metadata.namespace}/${pod.workload}`) ?? strangers
}

function programOf(unit: ServiceUnit, parts: { cluster: () => Cluster; conditions: readonly Condition[] }): Program {
  return {
    listenPort: unit.port,
    protocol: unit.protocol,
    startupSeconds: STARTUP_SECONDS[unit.language],
    exitAtStart: (pod) => exitOf(pod, unit.key, parts),
    initOutcome: (pod, name) => initOutcome(parts.cluster(), pod, name),
    memoryBytes(pod, uptimeSeconds) {
      const limit = unit.memoryMib * 1024 ** 2
      const resting = limit * RESTING_SHARE * (1 + 0.15 * Math.min(1, uptimeSeconds / WARM_UP_SECONDS))
      // A slow wave of one or two per cent stands for everyday allocation and collection.
      const wave = 1 + 0.015 * Math.sin(uptimeSeconds / 37 + unit.port)
      return resting * wave + leaked(pod, unit, { ...parts, uptimeSeconds })
    },
  }
}

function leaked(
  pod: Pod,
  unit: ServiceUnit,
  parts: { cluster: () => Cluster; conditions: readonly Condition[]; uptimeSeconds: number },
): number {
  const { now } = parts.cluster().clock
  let bytes = 0
  for (const condition of parts.conditions) {
    if (condition.service !== unit.key || condition.memoryBytesPerSecond === undefined || condition.from > now) continue
    if (condition.when && !condition.when(pod)) continue
    bytes += condition.memoryBytesPerSecond * Math.max(0, Math.min(parts.uptimeSeconds, Math.min(now, condition.to) - condition.from))
  }
  return bytes
}

function exitOf(pod: Pod, service: string, parts: { cluster: () => Cluster; conditions: readonly Condition[] }): Exit | null {
  const { now } = parts.cluster().clock
  for (const condition of parts.conditions) {
    if (condition.service !== service || !condition.exit || condition.from > now || condition.to <= now) continue
    if (condition.when?.(pod) ?? true) return condition.exit
  }
  return null
}

/** Init containers say in their command what they do: the simulation reads it as a shell would. */
function initOutcome(cluster: Cluster, pod: Pod, name: string): 'pass' | 'hang' | Exit {
  const container = pod.spec.initContainers?.find((each) => each.name === name)
  const command = container?.command?.join(' ') ?? ''
  if (command.includes('sleep infinity')) return 'hang'
  if (command.includes('/app/validate')) return settingsOutcome(cluster, pod, name)
  return command.includes('exit 1') ? { exitCode: 1, reason: 'Error', lastWords: `${name}: setup failed` } : 'pass'
}

/** Parses the settings file the pod mounts, as the program would. */
function settingsOutcome(cluster: Cluster, pod: Pod, name: string): 'pass' | Exit {
  const config = pod.spec.volumes.find((volume) => volume.name === 'settings')?.configMap?.name ?? ''
  const text = cluster.objects.get(formatEntity(pod.metadata.namespace ?? '', 'ConfigMap', config))?.data?.['settings.json'] ?? ''
  try {
    JSON.parse(text)
    return 'pass'
  } catch {
    return {
      exitCode: 1,
      reason: 'Error',
      lastWords: `${name}: cannot parse /settings/settings.json: malformed JSON near offset ${text.length}`,
    }
  }
}

function strangerProgram(parts: { cluster: () => Cluster; conditions: readonly Condition[] }): Program {
  return {
    listenPort: 8080,
    protocol: 'tcp',
    startupSeconds: 2,
    exitAtStart: (pod) => exitOf(pod, pod.workload, parts),
    initOutcome: () => 'pass',
    memoryBytes: () => 60_000_000,
  }
}
