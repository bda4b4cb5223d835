import { createUnit } from '../cluster/bootstrap.ts'
import { type Cluster, podsOf } from '../cluster/cluster.ts'
import { entity } from '../faults/acts.ts'
import type { Step } from '../faults/fault.ts'
import type { Random } from '../random.ts'
import type { Language, ServiceUnit, Topology } from '../topology/topology.ts'
import type { World } from '../world.ts'
import type { Happenings, Surroundings } from './surroundings.ts'

const NAMES = [
  'link-checker',
  'sitemap',
  'feed-reader',
  'wiki',
  'translations',
  'ab-viewer',
  'palette',
  'old-portal',
  'badge-printer',
  'probe-lab',
] as const
const MOST = 4
/** What programs complain of all day while nobody minds. */
const COMPLAINTS: readonly { readonly severity: 'WARN' | 'ERROR'; readonly text: string }[] = [
  { severity: 'ERROR', text: 'could not refresh the preview: upstream answered 404, keeping the old one' },
  { severity: 'WARN', text: 'option `legacyRender` is deprecated and will be removed' },
  { severity: 'ERROR', text: 'upload of usage statistics failed: 403 Forbidden, will not be tried again today' },
  { severity: 'WARN', text: 'cache miss ratio 0.71 over the last minute' },
  { severity: 'ERROR', text: 'java.io.FileNotFoundException: /var/lib/theme/custom.css (No such file or directory)' },
  { severity: 'WARN', text: 'clock differs from the reference by 84 ms' },
  { severity: 'ERROR', text: 'timeout waiting for newsletter counter, showing the number of yesterday' },
]
const LOUD_SHARE = 0.6
const LANGUAGES: readonly Language[] = ['go', 'python', 'nodejs', 'java']
const EVERY_SECONDS = [11, 55] as const
/** Where the program of a pod that belongs to no known service listens. */
const STRANGER_PORT = 8080

/** A workload beside the business that nobody calls. */
export function strangerUnit(name: string, namespace: string, random: Random): ServiceUnit {
  return {
    key: name,
    name,
    workload: name,
    namespace,
    area: 'main',
    role: 'worker',
    protocol: 'tcp',
    language: random.pick(LANGUAGES),
    replicas: random.integer(1, 2),
    selfMs: 5,
    cpuMillis: 100,
    memoryMib: 128,
    operations: [],
    calls: [],
    port: STRANGER_PORT,
    image: `registry.tallyho.example/side/${name}:${random.integer(1, 4)}.${random.integer(0, 9)}`,
    isInstrumented: false,
  }
}

/** One to four of them, made with everything else, long before the recording. */
export function furnishStrangers(cluster: Cluster, topology: Topology, random: Random): readonly ServiceUnit[] {
  const names = NAMES.filter(() => random.chance(0.3)).slice(0, MOST)
  const units = (names.length > 0 ? names : [random.pick(NAMES)]).map((name) =>
    strangerUnit(name, random.pick(topology.namespaces), random),
  )
  for (const unit of units) createUnit(cluster, topology, unit)
  return units
}

/** Most of them complain in their logs, from the first minute to the last. */
export function complainAllDay({ world, random }: Surroundings, strangers: readonly ServiceUnit[]): Happenings {
  const loud = strangers.filter(() => random.chance(LOUD_SHARE))
  const steps = loud.flatMap((unit): Step[] => {
    const line = random.pick(COMPLAINTS)
    const every = random.integer(...EVERY_SECONDS)
    const times = Math.floor(world.durationSeconds / every)
    return Array.from({ length: times }, (_, index) => ({ at: index * every + 3, apply: (now) => say(now, unit, line) }))
  })
  return { steps, decoys: strangers.map((unit) => entity(unit, 'Deployment')) }
}

function say(world: World, unit: ServiceUnit, line: { severity: string; text: string }): void {
  const [pod] = podsOf(world.cluster, unit.namespace, unit.workload)
  if (pod?.run.isReady)
    world.sinks.log({ pod, unit, traceId: '', spanId: '', at: world.clock.now, severity: line.severity, body: line.text })
}
