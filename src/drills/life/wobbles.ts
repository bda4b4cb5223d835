import type { EntityId } from '../../domain/entity.ts'
import { entity } from '../faults/acts.ts'
import type { Step } from '../faults/fault.ts'
import { applicationFailure } from '../traffic/failure.ts'
import { type Happenings, type Surroundings, bystanders } from './surroundings.ts'

const EARLIEST_SECONDS = 150
const HICCUP_SECONDS = [50, 130] as const
/** Between the end of a hiccup and the cause. */
const CALM_SECONDS = 120
const TIDES = [0.5, 0.65, 1.5, 1.9] as const
const RISE_SECONDS = 1500

const NOTICES: readonly { readonly name: string; readonly summary: string }[] = [
  { name: 'BackupOlderThanADay', summary: 'the last backup of % is more than a day old' },
  { name: 'DiskFullInAWeek', summary: 'at this rate the disk of % is full in seven days' },
  { name: 'ImageWithKnownFlaws', summary: 'the image of % has known flaws of medium weight' },
  { name: 'ReplicasBelowAdvice', summary: '% runs with fewer replicas than advised' },
  { name: 'SlowestPercentile', summary: 'the slowest of a hundred requests to % took over two seconds' },
  { name: 'ZertifikatLaeuftInVierWochenAb', summary: 'Das Zertifikat von % läuft in 28 Tagen ab' },
]
const MOST_ALARMS = 3

/** A bystander is slow or fails a part of its requests for a minute or two, well before the cause, and is well again by itself. */
export function hiccups(surroundings: Surroundings): Happenings {
  const { world, random, injectedAt } = surroundings
  const units = bystanders(surroundings).all.filter(({ role }) => role === 'service')
  const seconds = random.integer(...HICCUP_SECONDS)
  const latest = injectedAt - CALM_SECONDS - seconds
  if (units.length === 0 || latest < EARLIEST_SECONDS) return { steps: [], decoys: [] }
  const unit = random.pick(units)
  const from = random.integer(EARLIEST_SECONDS, latest)
  const span = { service: unit.key, from, to: from + seconds }
  const isSlow = random.chance(0.5)
  const failure = applicationFailure('pool exhausted, request turned away')
  world.conditions.push(isSlow ? { ...span, delaySeconds: 1.8 } : { ...span, failureRatio: 0.3, failure })
  return { steps: [], decoys: [entity(unit, 'Deployment')] }
}

/** More or fewer people come, minute by minute, as on any day; everything serves them. Not where the crowd is the fault. */
export function tide({ world, random, struck }: Surroundings): Happenings {
  const loads = world.topology.services.filter(({ role }) => role === 'load')
  if (loads.some((load) => struck.has(load))) return { steps: [], decoys: [] }
  const factor = random.pick(TIDES)
  const step: Step = {
    at: 0,
    apply(now) {
      const usual = now.arrivalRate
      now.arrivalRate = (seconds) => usual(seconds) * (1 + (factor - 1) * Math.min(1, seconds / RISE_SECONDS))
    },
  }
  return { steps: [step], decoys: [] }
}

/** One to three alerts that begin near onset, name a service, and mean no harm today. */
export function falseAlarms({ world, random, onset, struck }: Surroundings): Happenings {
  const units = world.topology.services.filter((unit) => unit.role !== 'load' && !struck.has(unit))
  if (units.length === 0) return { steps: [], decoys: [] }
  const decoys = Array.from({ length: random.integer(1, MOST_ALARMS) }, (): EntityId => {
    const [unit, notice] = [random.pick(units), random.pick(NOTICES)]
    const from = Math.max(1, Math.round(onset + random.between(-480, 240)))
    const labels = {
      alertname: notice.name,
      namespace: unit.namespace,
      service: unit.name,
      severity: random.pick(['warning', 'info', 'critical']),
    }
    const alert = { labels, summary: notice.summary.replace('%', unit.name), value: 1 }
    world.falseAlarms.push({ alert, from, to: random.chance(0.5) ? Number.POSITIVE_INFINITY : from + random.integer(130, 500) })
    return entity(unit, 'Service')
  })
  return { steps: [], decoys }
}
