import type { Clock } from './clock.ts'
import { stepControllers } from './cluster/bootstrap.ts'
import { createWorld, startOf } from './create-world.ts'
import type { DrillSpec, DrillTruth } from './drill-spec.ts'
import type { FaultPlan, Step } from './faults/fault.ts'
import { faultKind } from './faults/index.ts'
import { withDecoy } from './faults/harmless-deploy.ts'
import { stepPlatform } from './platform-noise.ts'
import { type Random, createRandom } from './random.ts'
import { openSnapshot, type SnapshotFiles } from './snapshot-files.ts'
import { stepArrivals } from './traffic/arrivals.ts'
import { stepResources } from './traffic/resources.ts'
import type { World } from './world.ts'
import { POLL_SECONDS, writePoll } from './writers/objects-file.ts'

const BASELINE_MINUTES = [15, 22] as const
const INCIDENT_MINUTES = 18
const SCRAPE_SECONDS = 30
const FIRST_POLL_SECONDS = 20

export interface WrittenDrill {
  readonly truth: DrillTruth
  readonly spans: number
  readonly logRecords: number
  readonly objectRows: number
  readonly eventRows: number
}

/**
 * Simulates one incident and writes its snapshot into `outDir` (created; the truth is returned, never written there).
 * The same spec always gives the same bytes. `onProgress` hears the simulated share done, 0 to 1, once a simulated minute.
 * Throws `usage_wrong` for an unknown kind or topology, and the file system's own error when it cannot write.
 */
export function writeDrill(spec: DrillSpec, outDir: string, onProgress: (doneRatio: number) => void = () => {}): WrittenDrill {
  const random = createRandom(spec.seed)
  const at = Math.round(random.between(BASELINE_MINUTES[0], BASELINE_MINUTES[1]) * 60)
  const delaySeconds = (spec.delayMinutes ?? 0) * 60
  const clock: Clock = { startMs: startOf(random), now: 0 }
  const files = openSnapshot(outDir, clock, random.fork('files'))
  const durationSeconds = at + delaySeconds + INCIDENT_MINUTES * 60
  const world = createWorld(spec, { clock, observe: files.observe, sinks: files.sinks, durationSeconds })
  const plan = planOf(spec, { world, random: random.fork('fault'), at, delaySeconds, struck: new Set() })
  simulate(world, { plan, files, random: random.fork('platform'), onProgress })
  const counts = files.close(world, spec.missing ?? [])
  return { truth: truthOf(spec, world, plan), ...counts }
}

function planOf(spec: DrillSpec, context: Parameters<typeof withDecoy>[0]): FaultPlan {
  const plan = faultKind(spec.kind).plan(context)
  return spec.hasDecoy ? withDecoy(context, plan) : plan
}

/** Second by second: what people do, what the cluster does about it, what the requests meet, what the recorder sees. */
function simulate(
  world: World,
  run: { plan: FaultPlan; files: SnapshotFiles; random: Random; onProgress: (doneRatio: number) => void },
): void {
  const { clock } = world
  const steps = [...run.plan.steps].sort((a, b) => a.at - b.at)
  for (let second = 0; second < world.durationSeconds; second++) {
    clock.now = second
    applyDue(world, steps, second)
    stepControllers(world.cluster)
    stepPlatform(world, run.random)
    stepArrivals(world)
    stepResources(world)
    record(world, run.files, second)
    if (second % 60 === 59) run.onProgress((second + 1) / world.durationSeconds)
  }
}

function applyDue(world: World, steps: Step[], second: number): void {
  while (steps[0] !== undefined && steps[0].at <= second) steps.shift()?.apply(world)
}

function record(world: World, files: SnapshotFiles, second: number): void {
  if (second % SCRAPE_SECONDS === 0) {
    files.podMetrics.scrape(world.cluster, second)
    world.meters.scrape(second)
  }
  if (second % 60 === 59) files.alerts.minute(world, Math.floor(second / 60))
  if (second % POLL_SECONDS === FIRST_POLL_SECONDS) writePoll(files.objects, world.cluster)
  files.flushBefore(second)
}

function truthOf(spec: DrillSpec, world: World, plan: FaultPlan): DrillTruth {
  const time = (seconds: number | null) => (seconds === null ? null : new Date(world.clock.startMs + seconds * 1000).toISOString())
  return {
    kind: spec.kind,
    outcome: plan.outcome,
    ...plan.truth(world),
    mechanism: plan.mechanism,
    onset: time(plan.onset),
    injectedAt: time(plan.injectedAt),
    decoys: plan.decoys,
    topology: world.topology.name,
    seed: spec.seed,
    scale: spec.scale,
    missing: spec.missing ?? [],
  }
}
