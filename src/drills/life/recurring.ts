import { formatEntity } from '../../domain/entity.ts'
import { type CronJob, completeJob, createCronJob, startJob } from '../cluster/jobs.ts'
import { experimentSteps } from '../faults/chaos.ts'
import type { Step } from '../faults/fault.ts'
import type { Happenings, Surroundings } from './surroundings.ts'

const KINDS = ['NetworkChaos', 'PodChaos', 'StressChaos', 'HTTPChaos'] as const
const SCHEDULES = ['weekday-rehearsal', 'gentle-wobble', 'steady-practice', 'lab-week'] as const
const EVERY_SECONDS = [60, 120, 240] as const
const TASKS = ['index-sweep', 'currency-sync', 'mail-digest', 'thumbnail-trim', 'ledger-close', 'stats-roll'] as const
const MOST_TASKS = 2
const PERIODS_SECONDS = [180, 300, 600] as const
const WORK_SECONDS = [12, 40] as const
const LONG_AGO_SECONDS = -5300

/** An experiment that has been running all along and that nothing feels; its target is not what the fault strikes. */
export function harmlessExperiments({ world, random, struck }: Surroundings): Happenings {
  const targets = world.topology.services.filter((unit) => unit.role !== 'load' && !struck.has(unit))
  if (targets.length === 0) return { steps: [], decoys: [] }
  const experiment = {
    kind: random.pick(KINDS),
    schedule: random.pick(SCHEDULES),
    target: random.pick(targets),
    from: random.integer(5, 50),
    to: world.durationSeconds,
    everySeconds: random.pick(EVERY_SECONDS),
  }
  return { steps: experimentSteps(random, experiment), decoys: [formatEntity('chaos-mesh', 'Schedule', experiment.schedule)] }
}

/** One or two CronJobs whose pods come, work for some seconds, and complete. */
export function regularJobs({ world, random }: Surroundings): Happenings {
  const names = TASKS.filter(() => random.chance(0.3)).slice(0, MOST_TASKS)
  const crons = (names.length > 0 ? names : [random.pick(TASKS)]).map((name) => {
    const period = random.pick(PERIODS_SECONDS)
    const schedule = `*/${period / 60} * * * *`
    const cron = { namespace: random.pick(world.topology.namespaces), name, image: `registry.tallyho.example/tasks/${name}:3.1`, schedule }
    return { cron, steps: runsOf({ world, random }, cron, period) }
  })
  return {
    steps: crons.flatMap(({ steps }) => steps),
    decoys: crons.map(({ cron }) => formatEntity(cron.namespace, 'CronJob', cron.name)),
  }
}

function runsOf({ world, random }: Pick<Surroundings, 'world' | 'random'>, cron: CronJob, period: number): Step[] {
  const owner = createCronJob(world.cluster, cron, LONG_AGO_SECONDS)
  const steps: Step[] = []
  for (let at = random.integer(5, period); at < world.durationSeconds; at += period) {
    const started: ReturnType<typeof startJob>[] = []
    steps.push({ at, apply: (now) => void started.push(startJob(now.cluster, cron, owner)) })
    steps.push({
      at: at + random.integer(...WORK_SECONDS),
      apply: (now) => started.forEach((run) => completeJob(now.cluster, { ...run, owner })),
    })
  }
  return steps
}
