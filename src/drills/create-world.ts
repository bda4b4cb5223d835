import type { Clock } from './clock.ts'
import type { Exit, Pod } from './cluster/pod.ts'
import { bootstrap } from './cluster/bootstrap.ts'
import type { Cluster } from './cluster/cluster.ts'
import { type Observe, createEvents } from './cluster/events.ts'
import { createPlatform } from './platform-noise.ts'
import { type Random, createRandom } from './random.ts'
import { chooseTopology } from './topology/index.ts'
import { furnishLife } from './life/with-life.ts'
import { everydayFailures } from './traffic/arrivals.ts'
import { ONE_IDIOM, nativeIdioms } from './traffic/idioms.ts'
import { createMeters } from './traffic/meters.ts'
import { programsOf } from './traffic/programs.ts'
import type { DrillSpec } from './drill-spec.ts'
import type { Condition, Strangers, World } from './world.ts'
import type { Sinks } from './writers/sinks.ts'

const EARLIEST_MS = Date.UTC(2026, 0, 5)
const DAYS = 250

export interface WorldParts {
  readonly clock: Clock
  readonly observe: Observe
  readonly sinks: Sinks
  readonly durationSeconds: number
}

/** A moment between January and September 2026, by seed. */
export function startOf(random: Random): number {
  return EARLIEST_MS + random.integer(0, DAYS) * 86_400_000 + random.integer(0, 86_399) * 1000
}

/** A cluster with everything running, as it stands when the recording begins. */
export function createWorld(spec: DrillSpec, parts: WorldParts): World {
  const random = createRandom(spec.seed)
  const topology = chooseTopology(spec.topology, random.fork('topology'))
  const conditions: Condition[] = []
  const { clock } = parts
  // The pods' programs look at the cluster, which needs them to be made: the function closes the circle.
  const programOf = programsOf(topology, { cluster: () => cluster, conditions })
  const cluster: Cluster = {
    clock,
    random: random.fork('cluster'),
    objects: new Map(),
    kinds: new Map(),
    pods: new Map(),
    images: new Map(),
    downNodes: new Set(),
    lostRuntimes: new Set(),
    pullProblems: new Map(),
    isSchedulerDown: false,
    events: createEvents(clock, random.fork('events'), parts.observe),
    programOf,
    onExit: (pod, exit) => sayLastWords(pod, exit),
    resourceVersion: 120_000,
  }
  function sayLastWords(pod: Pod, exit: Exit): void {
    const unit = [...topology.services, ...strangers.well, ...strangers.failing].find(
      (each) => each.workload === pod.workload && each.namespace === pod.metadata.namespace,
    )
    if (!unit || exit.lastWords === null) return
    parts.sinks.log({ pod, unit, traceId: '', spanId: '', at: clock.now, severity: 'ERROR', body: exit.lastWords })
  }
  let strangers: Strangers = { well: [], failing: [] }
  const furnish = () => {
    strangers = furnishLife(cluster, topology, { life: spec.life ?? [], random: random.fork('furnish'), conditions })
  }
  bootstrap(cluster, topology, { random: random.fork('bootstrap'), furnish })
  createPlatform(cluster)
  const rate = spec.scale === 'real' ? topology.realRequestsPerSecond : topology.requestsPerSecond
  const world: World = {
    clock,
    random: random.fork('traffic'),
    topology,
    strangers,
    cluster,
    conditions,
    network: [],
    resent: new Map(),
    idioms: spec.life?.includes('native_errors') ? nativeIdioms(random.fork('idioms')) : ONE_IDIOM,
    falseAlarms: [],
    meters: createMeters(),
    gauges: [],
    sinks: parts.sinks,
    arrivalRate: (seconds) => rate * (1 + 0.12 * Math.sin(seconds / 420)),
    costScale: topology.requestsPerSecond / rate,
    isTalkative: spec.scale === 'real',
    durationSeconds: parts.durationSeconds,
  }
  everydayFailures(world)
  return world
}
