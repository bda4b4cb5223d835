import { asWritten, otherTeam } from './alerts/other-team.ts'
import type { Clock } from './clock.ts'
import { stepControllers } from './cluster/bootstrap.ts'
import { createWorld, startOf } from './create-world.ts'
import type { DrillSpec, DrillTruth } from './drill-spec.ts'
import type { FaultContext, FaultPlan, Step } from './faults/fault.ts'
import { familyOf, isDecisive } from './faults/families.ts'
import { faultKind } from './faults/index.ts'
import { withDecoy } from './faults/harmless-deploy.ts'
import { type Course, type Gaps, factsOf, gapsOf, isListed } from './life/gaps.ts'
import type { LifeElement } from './life/elements.ts'
import { type LivelyPlan, withLife } from './life/with-life.ts'
import { namesOnPath } from './on-path.ts'
import { stepPlatform } from './platform-noise.ts'
import { type Random, createRandom } from './random.ts'
import { openSnapshot, type SnapshotFiles } from './snapshot-files.ts'
import { stepArrivals } from './traffic/arrivals.ts'
import { stepResources } from './traffic/resources.ts'
import type { World } from './world.ts'
import { pollTimes, writePoll } from './writers/objects-file.ts'

const BASELINE_MINUTES = [15, 22] as const
const INCIDENT_MINUTES = 18
const SCRAPE_SECONDS = 30

export interface WrittenDrill {
  readonly truth: DrillTruth
  readonly spans: number
  readonly logRecords: number
  readonly objectRows: number
  readonly eventRows: number
}

/** What is known of a drill once its fault is planned. */
interface Planned {
  readonly context: FaultContext
  readonly plan: FaultPlan
  readonly life: readonly LifeElement[]
  readonly touched: LivelyPlan['touched']
  readonly course: Course
  readonly gaps: Gaps
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
  const dress = spec.life?.includes('other_alerts') ? otherTeam(random.fork('other team')) : asWritten
  const files = openSnapshot(outDir, clock, { random: random.fork('files'), dress })
  const durationSeconds = at + delaySeconds + INCIDENT_MINUTES * 60
  const world = createWorld(spec, { clock, observe: files.observe, sinks: files.sinks, durationSeconds })
  const planned = planOf(spec, { world, random: random.fork('fault'), at, delaySeconds, struck: new Set() })
  files.leaveOut(planned.gaps)
  simulate(world, { planned, files, random: random.fork('platform'), onProgress })
  return { truth: truthOf(spec, world, planned), ...files.close(world) }
}

function planOf(spec: DrillSpec, context: FaultContext): Planned {
  const bare = faultKind(spec.kind).plan(context)
  const { plan, life, touched } = withLife(context, spec.hasDecoy ? withDecoy(context, bare) : bare, spec.life ?? [])
  const injectedAt = plan.injectedAt ?? context.at
  const course = { injectedAt, onset: plan.onset ?? injectedAt, durationSeconds: context.world.durationSeconds }
  const gaps = gapsOf(life, course, { random: context.random.fork('gaps'), missing: spec.missing ?? [] })
  return { context, plan, life, touched, course, gaps }
}

/** Second by second: what people do, what the cluster does about it, what the requests meet, what the recorder sees. */
function simulate(
  world: World,
  run: { planned: Planned; files: SnapshotFiles; random: Random; onProgress: (doneRatio: number) => void },
): void {
  const { clock } = world
  const { plan, gaps } = run.planned
  const steps = [...plan.steps].sort((a, b) => a.at - b.at)
  const polls = pollTimes(world.durationSeconds)
  const listings = new Set(polls.filter((at) => isListed(gaps, at, polls)))
  for (let second = 0; second < world.durationSeconds; second++) {
    clock.now = second
    applyDue(world, steps, second)
    stepControllers(world.cluster)
    stepPlatform(world, run.random)
    stepArrivals(world)
    stepResources(world)
    record(world, run.files, { isRecorded: second >= gaps.from, listings })
    if (second % 60 === 59) run.onProgress((second + 1) / world.durationSeconds)
  }
}

function applyDue(world: World, steps: Step[], second: number): void {
  while (steps[0] !== undefined && steps[0].at <= second) steps.shift()?.apply(world)
}

function record(
  world: World,
  files: SnapshotFiles,
  { isRecorded, listings }: { isRecorded: boolean; listings: ReadonlySet<number> },
): void {
  const second = world.clock.now
  if (isRecorded && second % SCRAPE_SECONDS === 0) {
    files.podMetrics.scrape(world.cluster, second)
    world.meters.scrape(second)
  }
  if (second % 60 === 59) files.alerts.minute(world, Math.floor(second / 60), isRecorded)
  if (listings.has(second)) writePoll(files.objects, world.cluster)
  files.flushBefore(second)
}

function truthOf(spec: DrillSpec, world: World, { context, plan, life, touched, course, gaps }: Planned): DrillTruth {
  const time = (seconds: number | null) => (seconds === null ? null : new Date(world.clock.startMs + seconds * 1000).toISOString())
  const { rootCauses, accept } = plan.truth(world)
  return {
    kind: spec.kind,
    outcome: plan.outcome,
    rootCauses,
    accept,
    mechanism: plan.mechanism,
    family: familyOf(plan.mechanism),
    decisive: isDecisive(plan.mechanism, factsOf(gaps, course, pollTimes(world.durationSeconds))),
    onPath: plan.mechanism === null ? [] : namesOnPath(world, accept, context.struck),
    onset: time(plan.onset),
    injectedAt: time(plan.injectedAt),
    decoys: plan.decoys,
    life,
    touchedBy: touched(),
    topology: world.topology.name,
    seed: spec.seed,
    scale: spec.scale,
    missing: gaps.missing,
  }
}
