import { type EntityId, formatEntity } from '../../domain/entity.ts'
import { createUnit } from '../cluster/bootstrap.ts'
import { type Cluster, markChanged, nodesOf, podsOf } from '../cluster/cluster.ts'
import { createFailedJob } from '../cluster/jobs.ts'
import { createClaim } from '../cluster/volumes.ts'
import { entity } from '../faults/acts.ts'
import type { Random } from '../random.ts'
import type { ServiceUnit, Topology } from '../topology/topology.ts'
import type { Condition, World } from '../world.ts'
import { strangerUnit } from './strangers.ts'
import type { Happenings, Surroundings } from './surroundings.ts'

/** Before the recording, and after the cluster was made: seconds. */
const LONG_AGO_SECONDS = [1800, 5200] as const
const LONGEST_BACKOFF_SECONDS = 300
/** With fewer nodes the others could not take what has to move. */
const MIN_NODES_TO_CLOSE = 4
const CRASHERS = ['audit-mirror', 'partner-bridge', 'report-preview'] as const
const UNPULLED = ['trial-widgets', 'old-beta', 'demo-kiosk'] as const
const LAST_WORDS = [
  'fatal: license key is empty',
  'Error: Cannot find module /srv/plugins/legacy.js',
  'panic: open /etc/partner/token: no such file or directory',
] as const

/** Workloads made before the recording that fail ever since: some end at each start, some have an image that never came. Nobody calls them. */
export function furnishOldFailures(
  cluster: Cluster,
  topology: Topology,
  { random, conditions }: { random: Random; conditions: Condition[] },
): readonly ServiceUnit[] {
  const make = (names: readonly string[]) => ({
    ...strangerUnit(random.pick(names), random.pick(topology.namespaces), random),
    replicas: 1,
  })
  const crashing = random.chance(0.5) ? [make(CRASHERS)] : []
  const unpulled = random.chance(0.35) ? [make(UNPULLED)] : []
  for (const unit of [...crashing, ...unpulled]) createUnit(cluster, topology, unit)
  for (const { image } of unpulled) cluster.images.delete(image)
  for (const unit of crashing) {
    const exit = { exitCode: 1, reason: 'Error', lastWords: random.pick(LAST_WORDS) }
    conditions.push({ service: unit.key, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, exit })
  }
  return [...crashing, ...unpulled]
}

/** Makes them as old as they are, and adds what failed once and lies there: a Job, a claim without a volume, a closed node. */
export function ageOldFailures(surroundings: Surroundings, old: readonly ServiceUnit[]): Happenings {
  const { world, random } = surroundings
  for (const unit of old) failForLong(world, unit, random)
  const decoys = old.map((unit) => entity(unit, 'Deployment'))
  if (old.length === 0 || random.chance(0.5)) decoys.push(failedJob(world, random))
  if (random.chance(0.3)) decoys.push(unboundClaim(world, random))
  const node = surroundings.isAboutNodes || !random.chance(0.35) ? null : closeNode(surroundings)
  return { steps: [], decoys: node === null ? decoys : [...decoys, node] }
}

function failForLong(world: World, unit: ServiceUnit, random: Random): void {
  for (const { run } of podsOf(world.cluster, unit.namespace, unit.workload)) {
    run.backoffSeconds = LONGEST_BACKOFF_SECONDS
    run.until = random.integer(1, LONGEST_BACKOFF_SECONDS)
    if (run.restarts > 0) run.restarts += random.integer(12, 300)
  }
}

function failedJob(world: World, random: Random): EntityId {
  const name = random.pick(['migrate-schema-41', 'import-2025', 'backfill-totals', 'one-off-cleanup'])
  const namespace = random.pick(world.topology.namespaces)
  const cron = { namespace, name, image: `registry.tallyho.example/tasks/${name}:1.0`, schedule: '' }
  const lastWords = random.pick(['duplicate key in row 8812', 'disk quota reached'])
  const exit = { exitCode: random.pick([1, 2, 137]), reason: 'Error', lastWords }
  return createFailedJob(world.cluster, cron, { at: -random.integer(...LONG_AGO_SECONDS), exit })
}

function unboundClaim(world: World, random: Random): EntityId {
  const namespace = random.pick(world.topology.namespaces)
  const name = random.pick(['scratch-space', 'old-exports', 'trial-data'])
  const shape = { storage: '20Gi', storageClassName: random.pick(['fast-nvme', 'archive']), accessModes: ['ReadWriteOnce'] }
  createClaim(world.cluster, { ...shape, namespace, name, at: -random.integer(...LONG_AGO_SECONDS) })
  return formatEntity(namespace, 'PersistentVolumeClaim', name)
}

/** A node that was closed long before the recording, its pods still on it. Null where too few nodes would stay, or each has something struck on it. */
function closeNode({ world, random, struck }: Surroundings): EntityId | null {
  const { cluster, clock } = world
  const busy = new Set([...struck].flatMap((unit) => podsOf(cluster, unit.namespace, unit.workload).map((pod) => pod.run.node)))
  const free = nodesOf(cluster).filter((node) => !busy.has(node.metadata.name))
  if (free.length === 0 || nodesOf(cluster).length < MIN_NODES_TO_CLOSE) return null
  const node = random.pick(free)
  node.spec.unschedulable = true
  node.spec.taints = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]
  const { now } = clock
  clock.now = -random.integer(...LONG_AGO_SECONDS)
  markChanged(cluster, node, { manager: 'kubectl-cordon', paths: ['spec.unschedulable'] })
  clock.now = now
  return formatEntity('_cluster', 'Node', node.metadata.name)
}
